namespace AISafety.Statistics;

/// <summary>Tests, valid at any time, how much an arm that is given at random widens the gap between two groups: the effect on the first less that on the second.</summary>
/// <remarks>
/// <para>Each value is turned into what it says of the effect on its group, as by <see cref="RandomizedDifferenceTest"/>; one of the first group and one of the second, in their order, are a pair, and
/// their difference is bet on. So the shares of the groups need not be known, and of the larger group what finds no partner waits: at most <see cref="Capacity"/> values, further ones are passed over, and counted.</para>
/// <para>What is said there of validity, NaN and threads holds here; but each pair is a fair game as it stands before its first value. So the e-values of several tests of one stream are compared each with its own part of an error
/// probability, and not averaged.</para>
/// </remarks>
public sealed class RandomizedGapTest
{
    /// <summary>How many values of the larger group wait for a partner at most: 1,024.</summary>
    public const int Capacity = 1024;

    private readonly BetMixture _greater = new();
    private readonly BetMixture _less = new();
    private readonly Queue<ArmContrast> _waiting = new();
    private ArmContrast _first;
    private ArmContrast _second;
    private bool _waitingAreSecond;

    /// <summary>Makes a test.</summary>
    /// <param name="margin">d, the change of the gap that is tested; more than -1, less than 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="margin"/> is out of its range.</exception>
    public RandomizedGapTest(double margin = 0) => Margin = ArmRange.Margin(margin);

    /// <summary>d, the change of the gap that is tested.</summary>
    public double Margin { get; }

    /// <summary>How many pairs there were.</summary>
    public long PairCount { get; private set; }

    /// <summary>How many values were NaN.</summary>
    public long MissingCount { get; private set; }

    /// <summary>How many values were passed over since too many waited for a partner.</summary>
    public long UnpairedCount { get; private set; }

    /// <summary>The e-value of "the gap grows by d or less": 1 / a of it or more is evidence at level a that it grows by more. May be infinite.</summary>
    public double EValueGreater => _greater.EValue;

    /// <summary>The e-value of "the gap grows by d or more".</summary>
    public double EValueLess => _less.EValue;

    /// <summary>Takes the next value.</summary>
    /// <param name="isSecond">Whether it is of the second group.</param>
    /// <param name="isTreated">Whether it is of the arm whose effect is tested.</param>
    /// <param name="share">The probability with which the arm was drawn for it; more than 0, less than 1.</param>
    /// <param name="value">0 to 1; NaN if it is missing.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range. Nothing was changed.</exception>
    public void Update(bool isSecond, bool isTreated, double share, double value)
    {
        ArmRange.Share(share);
        if (double.IsNaN(value))
        {
            MissingCount++;
            return;
        }

        StreamRange.RequireUnit(value);
        ref ArmContrast own = ref isSecond ? ref _second : ref _first;
        own.Take(isTreated, share, value);
        if (_waiting.Count == 0 || _waitingAreSecond == isSecond)
        {
            Wait(own, isSecond);
            return;
        }

        ArmContrast partner = _waiting.Dequeue();
        Bet(isSecond ? partner : own, isSecond ? own : partner);
    }

    private void Wait(in ArmContrast own, bool isSecond)
    {
        if (_waiting.Count == Capacity)
        {
            UnpairedCount++;
            return;
        }

        _waitingAreSecond = isSecond;
        _waiting.Enqueue(own);
    }

    private void Bet(in ArmContrast first, in ArmContrast second)
    {
        // A difference varies as much as both together. The size is known before either value is.
        double scale = 0.5 * (_waitingAreSecond ? second.Scale : first.Scale);
        double gap = first.Effect - second.Effect;
        _greater.Update(gap - Margin, Margin - first.Least + second.Most, scale);
        _less.Update(Margin - gap, first.Most - second.Least - Margin, scale);
        PairCount++;
    }
}
