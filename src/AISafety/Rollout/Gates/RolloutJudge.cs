using AISafety.Statistics;

namespace AISafety.Rollout;

/// <summary>Weighs what calls say of a candidate, gate by gate, at any time. Used by a rollout; by itself, to simulate one before it is begun.</summary>
/// <remarks>
/// <para>Harm: each gate has its part of <c>alpha</c>, by its weight, and speaks when its e-value has reached 1 over that part; a candidate that is worse at no gate is found harmful with probability <c>alpha</c> at most, over all gates, steps and looks
/// together (Ville and Bonferroni), whatever the gates have to do with each other. The parts are not averaged, which would be a little sooner: outcomes and pairs of groups come later than the calls that they belong to, so that not all gates
/// are fair games at the same moments. Promotion: every gate must show its claim, so that one that is not good enough at some gate is found good enough with probability <c>promotionAlpha</c> at most.</para>
/// <para>Each draw of a key counts once, by the mean of its first calls: further calls are no draws of an arm. Another share draws those keys anew whose hash lies between, which a returning user is found by: a key of the stable version at a share of p1 falls to the
/// candidate at p2 with probability (p2 - p1) / (1 - p1), whatever it did before. Calls must come in the order in which their arms were drawn. Not thread-safe.</para>
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
    private readonly bool[] _found;
    private readonly bool[] _isAccepted;
    private readonly GateTally[] _tallies;
    private readonly GateReading[] _means;
    private SampleRatioTest _ratio = new();

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
        _tallies = [.. _gates.Select(static gate => new GateTally(gate))];
        _means = new GateReading[_gates.Length];
        _found = new bool[_gates.Length];
        _isAccepted = new bool[_gates.Length];
    }

    /// <summary>The e-value of "the candidate is worse by its tolerance or less", times the gate's part of all weights, where it is greatest. So it is compared with <see cref="HarmThreshold"/>; a gate's own, <see cref="GateStatus.HarmEValue"/>,
    /// with its own threshold.</summary>
    public double HarmEValue { get; private set; }

    /// <summary>Whether the candidate was ever shown to be worse, at any gate but those of <see cref="GateKind.OutputShift"/>.</summary>
    public bool IsHarmful => Found(isShift: false);

    /// <summary>Whether its outputs were ever shown to be distributed otherwise.</summary>
    public bool IsShifted => Found(isShift: true);

    /// <summary>The gate that speaks most against the candidate.</summary>
    public string WorstGate => _gates[WorstIndex].Name;

    /// <summary>How the gate stands that speaks most against the candidate.</summary>
    internal GateStatus WorstStatus => StatusOf(WorstIndex);

    private int WorstIndex => Enumerable.Range(0, _tests.Length).MaxBy(i => _isAccepted[i] ? -1 : _weights[i] * _tests[i].Harm);

    /// <summary>Whether every gate has shown that the candidate is good enough.</summary>
    public bool IsAcceptable { get; private set; }

    /// <summary>Whether keys were shown not to fall to the candidate as often as they should.</summary>
    public bool HasSampleRatioMismatch { get; private set; }

    /// <summary>The e-value of "keys fall to the candidate as often as they should".</summary>
    public double SampleRatioEValue => _ratio.EValue;

    /// <summary>How many draws of an arm there were: of new keys, of known ones at another share, and of calls without a key.</summary>
    public long Keys { get; private set; }

    /// <summary>How many of them fell to the candidate: who was exposed.</summary>
    public long CandidateKeys { get; private set; }

    /// <summary>The e-value at which the candidate is found harmful: 1 / alpha.</summary>
    public double HarmThreshold => 1 / _alpha;

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

    /// <summary>Lets all keys count with the calls that they have had, as when the share changes.</summary>
    public void CloseKeys()
    {
        foreach (OpenCluster open in (IEnumerable<OpenCluster>)[.. _calls.TakeOpen(), .. _outcomes.TakeOpen()])
        {
            Count(open);
        }
    }

    /// <summary>Passes over the gates of <see cref="GateKind.OutputShift"/> that have found one: a person has looked.</summary>
    internal void AcceptShifts()
    {
        for (int i = 0; i < _gates.Length; i++)
        {
            _isAccepted[i] |= _found[i] && _gates[i].Kind == GateKind.OutputShift;
        }
    }

    /// <summary>Begins the test of the sample ratio anew: a person has looked.</summary>
    internal void AcceptSampleRatio()
    {
        _ratio = new();
        HasSampleRatioMismatch = false;
    }

    /// <summary>How each gate stands.</summary>
    public IReadOnlyList<GateStatus> GetGates() => [.. Enumerable.Range(0, _gates.Length).Select(StatusOf)];

    private GateStatus StatusOf(int gate) => _tallies[gate].Status(_tests[gate], HarmThreshold / _weights[gate], 1 / _promotionAlpha);

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

        for (int i = 0; i < readings.Length; i++)
        {
            _tallies[i].Read(isCandidate, readings[i], isCall: !areOutcomes);
        }

        if (key == 0)
        {
            Draw(isCandidate, share, areOutcomes);
            Count(isCandidate, share, readings);
            return;
        }

        ClusterLedger ledger = areOutcomes ? _outcomes : _calls;
        if (ledger.Find(key) is not { } place)
        {
            return;
        }

        OpenCluster? open = ledger.OpenOf(key);
        if (open is not null && (open.Share != share || open.IsCandidate != isCandidate))
        {
            ledger.Close(key);
            Count(open);
            open = null;
        }

        double chance = place.ChanceAt(share);
        if (chance is > 0 and < 1)
        {
            Draw(isCandidate, chance, areOutcomes);
            ledger.Set(key, place.After(share, isCandidate));
            open = new(isCandidate, share, chance, _gates.Length);
            ledger.Open(key, open);
        }

        if (open is not null)
        {
            open.Add(readings);
            if (open.Calls == _callsPerKey)
            {
                ledger.Close(key);
                Count(open);
            }
        }
    }

    /// <summary>Counts a draw of an arm.</summary>
    private void Draw(bool isCandidate, double chance, bool areOutcomes)
    {
        if (areOutcomes)
        {
            return;
        }

        _ratio.Update(isCandidate, chance);
        Keys++;
        CandidateKeys += isCandidate ? 1 : 0;
        HasSampleRatioMismatch |= _ratio.EValue >= 1 / _ratioAlpha;
    }

    private void Count(OpenCluster open)
    {
        open.Read(_means);
        Count(open.IsCandidate, open.Chance, _means);
    }

    private void Count(bool isCandidate, double chance, ReadOnlySpan<GateReading> readings)
    {
        double harm = 0;
        bool isAcceptable = true;
        for (int i = 0; i < _tests.Length; i++)
        {
            if (!double.IsNaN(readings[i].Value))
            {
                _tests[i].Update(isCandidate, chance, readings[i]);
                _tallies[i].Count(isCandidate, readings[i]);
            }

            double evidence = _weights[i] * _tests[i].Harm;
            _found[i] |= evidence >= 1 / _alpha;
            harm = _isAccepted[i] ? harm : Math.Max(harm, evidence);
            isAcceptable &= _isAccepted[i] || _tests[i].Promotion >= 1 / _promotionAlpha;
        }

        HarmEValue = harm;
        IsAcceptable |= isAcceptable;
    }

    private bool Found(bool isShift)
    {
        for (int i = 0; i < _gates.Length; i++)
        {
            if (_found[i] && !_isAccepted[i] && _gates[i].Kind == GateKind.OutputShift == isShift)
            {
                return true;
            }
        }

        return false;
    }

    private static double Rate(double value, string name) =>
        value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, "Expected more than 0 and less than 1.");
}
