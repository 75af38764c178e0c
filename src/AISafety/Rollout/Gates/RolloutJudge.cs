using AISafety.Statistics;

namespace AISafety.Rollout;

/// <summary>Weighs what calls say of a candidate, gate by gate, at any time. Used by a rollout; by itself, to simulate one before it is begun.</summary>
/// <remarks>
/// <para>Harm: each gate has its part of <c>alpha</c>, by its weight, and speaks when its e-value has reached 1 over that part; a candidate that is worse at no gate is found harmful with probability <c>alpha</c> at most, over all gates, steps and looks
/// together (Ville and Bonferroni), whatever the gates have to do with each other. The parts are not averaged, which would be a little sooner: outcomes and pairs of groups come later than the calls that they belong to, so that not all gates
/// are fair games at the same moments. Promotion: every gate must show its claim, so that one that is not good enough at some gate is found good enough with probability <c>promotionAlpha</c> at most.</para>
/// <para>Each key counts once, by the mean of its first calls: calls of one key are no independent draws of an arm. Not thread-safe.</para>
/// </remarks>
public sealed class RolloutJudge
{
    private readonly RolloutGate[] _gates;
    private readonly IGateTest[] _tests;
    private readonly double[] _weights;
    private readonly double _alpha;
    private readonly double _promotionAlpha;
    private readonly double _ratioAlpha;
    private readonly int _callsPerKey;
    private readonly ClusterLedger _calls;
    private readonly ClusterLedger _outcomes;
    private readonly SampleRatioTest _ratio = new();
    private readonly (long Count, double Sum)[] _stable;
    private readonly (long Count, double Sum)[] _candidate;
    private readonly GateReading[] _means;

    /// <summary>Makes a judge.</summary>
    /// <param name="gates">The gates; at least one, of different names.</param>
    /// <param name="alpha">The probability of finding a candidate harmful that is not; more than 0, less than 1.</param>
    /// <param name="promotionAlpha">The probability of finding one good enough that is not; more than 0, less than 1.</param>
    /// <param name="sampleRatioAlpha">The probability of finding a sample-ratio mismatch where there is none; more than 0, less than 1.</param>
    /// <param name="callsPerKey">How many first calls of a key count, as one; 1 to 1,000.</param>
    /// <param name="keyCapacity">How many keys are remembered; 100 to 10,000,000. Past it only a share of the keys counts.</param>
    /// <exception cref="SafetyBuildException">A gate is out of range, or two have one name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public RolloutJudge(
        IReadOnlyList<RolloutGate> gates, double alpha = 0.05, double promotionAlpha = 0.05, double sampleRatioAlpha = 0.001, int callsPerKey = 1, int keyCapacity = 200_000)
    {
        ArgumentNullException.ThrowIfNull(gates);
        _alpha = Rate(alpha, nameof(alpha));
        _promotionAlpha = Rate(promotionAlpha, nameof(promotionAlpha));
        _ratioAlpha = Rate(sampleRatioAlpha, nameof(sampleRatioAlpha));
        ArgumentOutOfRangeException.ThrowIfLessThan(callsPerKey, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(callsPerKey, 1_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(keyCapacity, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keyCapacity, 10_000_000);
        GateList.Check(gates);
        _gates = [.. gates];
        _tests = [.. _gates.Select(static gate => gate.MakeTest())];
        double sum = _gates.Sum(static gate => gate.Weight);
        _weights = [.. _gates.Select(gate => gate.Weight / sum)];
        _callsPerKey = callsPerKey;
        _calls = new(keyCapacity);
        _outcomes = new(keyCapacity);
        _stable = new (long, double)[_gates.Length];
        _candidate = new (long, double)[_gates.Length];
        _means = new GateReading[_gates.Length];
    }

    /// <summary>The e-value of "the candidate is worse by its tolerance or less", times the gate's weight, where it is greatest; all weights together are 1.</summary>
    public double HarmEValue { get; private set; }

    /// <summary>Whether the candidate was ever shown to be worse.</summary>
    public bool IsHarmful { get; private set; }

    /// <summary>The gate that speaks most against the candidate.</summary>
    public string WorstGate => _gates[WorstIndex].Name;

    /// <summary>Whether every gate has shown that the candidate is good enough.</summary>
    public bool IsAcceptable { get; private set; }

    /// <summary>Whether keys were shown not to fall to the candidate as often as they should.</summary>
    public bool HasSampleRatioMismatch { get; private set; }

    /// <summary>The e-value of "keys fall to the candidate as often as they should".</summary>
    public double SampleRatioEValue => _ratio.EValue;

    /// <summary>How many keys, or calls without one, there were.</summary>
    public long Keys => _ratio.Count;

    /// <summary>How many of them fell to the candidate: who was exposed.</summary>
    public long CandidateKeys => _ratio.TreatedCount;

    /// <summary>The e-value at which the candidate is found harmful: 1 / alpha.</summary>
    public double HarmThreshold => 1 / _alpha;

    internal GateKind WorstKind => _gates[WorstIndex].Kind;

    private int WorstIndex => Enumerable.Range(0, _tests.Length).MaxBy(i => _weights[i] * _tests[i].Harm);

    /// <summary>Takes a call.</summary>
    /// <param name="isCandidate">Whether the candidate was asked.</param>
    /// <param name="share">The probability with which it was; calls of a share of 0 or 1, or NaN, compare nothing and are passed over.</param>
    /// <param name="key">The hash of the call's key; 0 for a call without one.</param>
    /// <param name="readings">What the call says at each gate, in their order; NaN where nothing.</param>
    /// <exception cref="ArgumentException">There are not as many readings as gates.</exception>
    public void Observe(bool isCandidate, double share, ulong key, ReadOnlySpan<GateReading> readings) => Observe(isCandidate, share, key, readings, areOutcomes: false);

    /// <summary>Takes an outcome that was reported later; as <see cref="Observe(bool, double, ulong, ReadOnlySpan{GateReading})"/>, but the key was counted by its call.</summary>
    /// <param name="isCandidate">Whether the candidate was asked.</param>
    /// <param name="share">The probability with which it was.</param>
    /// <param name="key">The hash of the call's key; 0 for a call without one.</param>
    /// <param name="readings">What the outcome says at each gate; NaN where nothing.</param>
    /// <exception cref="ArgumentException">There are not as many readings as gates.</exception>
    public void ObserveOutcome(bool isCandidate, double share, ulong key, ReadOnlySpan<GateReading> readings) => Observe(isCandidate, share, key, readings, areOutcomes: true);

    /// <summary>Lets all keys count with the calls that they have had, as when the share changes: their later calls may go to the other arm.</summary>
    public void CloseKeys()
    {
        foreach (ClusterLedger ledger in (ReadOnlySpan<ClusterLedger>)[_calls, _outcomes])
        {
            foreach (OpenCluster open in ledger.Open.ToArray())
            {
                Close(open);
            }

            ledger.CloseAll();
        }
    }

    /// <summary>How each gate stands.</summary>
    public IReadOnlyList<GateStatus> GetGates() =>
    [
        .. _gates.Select((gate, i) => new GateStatus(
            gate.Name, _stable[i].Count, _stable[i].Sum / _stable[i].Count, _candidate[i].Count, _candidate[i].Sum / _candidate[i].Count, _tests[i].Harm, _tests[i].Promotion)),
    ];

    private void Observe(bool isCandidate, double share, ulong key, ReadOnlySpan<GateReading> readings, bool areOutcomes)
    {
        if (readings.Length != _gates.Length)
        {
            throw new ArgumentException($"There are {readings.Length} readings for {_gates.Length} gates.", nameof(readings));
        }

        if (!(share is > 0 and < 1))
        {
            return;
        }

        ClusterLedger ledger = areOutcomes ? _outcomes : _calls;
        bool isNew = true;
        OpenCluster? open = null;
        if (key != 0 && !ledger.TryFind(key, out isNew, out open))
        {
            return;
        }

        if (isNew && !areOutcomes)
        {
            _ratio.Update(isCandidate, share);
            HasSampleRatioMismatch |= _ratio.EValue >= 1 / _ratioAlpha;
        }

        if (key == 0 || (isNew && _callsPerKey == 1))
        {
            if (key != 0)
            {
                ledger.Set(key, null);
            }

            Count(isCandidate, share, readings);
        }
        else if (isNew || open is not null)
        {
            Collect(ledger, key, open ?? new(isCandidate, share, _gates.Length), readings);
        }
    }

    private void Collect(ClusterLedger ledger, ulong key, OpenCluster open, ReadOnlySpan<GateReading> readings)
    {
        open.Add(readings);
        bool isClosed = open.Calls == _callsPerKey;
        ledger.Set(key, isClosed ? null : open);
        if (isClosed)
        {
            Close(open);
        }
    }

    private void Close(OpenCluster open)
    {
        open.Read(_means);
        Count(open.IsCandidate, open.Share, _means);
    }

    private void Count(bool isCandidate, double share, ReadOnlySpan<GateReading> readings)
    {
        double harm = 0;
        bool isAcceptable = true;
        for (int i = 0; i < _tests.Length; i++)
        {
            double value = readings[i].Value;
            if (!double.IsNaN(value))
            {
                _tests[i].Update(isCandidate, share, readings[i]);
                ref (long Count, double Sum) mean = ref (isCandidate ? _candidate : _stable)[i];
                mean = (mean.Count + 1, mean.Sum + value);
            }

            harm = Math.Max(harm, _weights[i] * _tests[i].Harm);
            isAcceptable &= _tests[i].Promotion >= 1 / _promotionAlpha;
        }

        HarmEValue = harm;
        IsHarmful |= harm >= 1 / _alpha;
        IsAcceptable |= isAcceptable;
    }

    private static double Rate(double value, string name) =>
        value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, "Expected more than 0 and less than 1.");
}
