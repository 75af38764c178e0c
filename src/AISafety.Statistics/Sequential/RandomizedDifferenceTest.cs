namespace AISafety.Statistics;

/// <summary>Tests, valid at any time, how much an arm that is given at random changes the mean of values in 0 to 1: the arms of a canary, or of an A/B test.</summary>
/// <remarks>
/// <para>The effect is the mean of the values under the arm less that without it, concurrently: both may change with time as they like. Each e-value is a nonnegative supermartingale under its hypothesis: the chance
/// that it ever reaches 1 / a is a at most (Ville), whenever and however often one looks, if each value's arm is drawn with the stated probability independently of what either arm would
/// have answered. The probability may change from value to value, as in a rollout by steps. Values of one unit that keeps its arm, such as a user's calls, are not
/// independent draws: take one value a unit.</para>
/// <para>A proportion is a mean of zeros and ones. NaN means missing: counted, otherwise passed over, which is right only if the arm has no part in it. O(1) a value, no allocation. Not thread-safe. Sources: the bets, I. Waudby-Smith and
/// A. Ramdas, Estimating means of bounded random variables by betting, JRSS B 2024, here against a mixture of fixed effects; what is bet on, the weighting of J. Robins, A. Rotnitzky and L. P. Zhao, JASA 1994; its use in
/// experiments that are watched, D. Ham, I. Bojinov, M. Lindon and M. Tingley, Design-based confidence sequences, 2022.</para>
/// </remarks>
public sealed class RandomizedDifferenceTest
{
    private readonly BetMixture _greater = new();
    private readonly BetMixture _less = new();
    private ArmContrast _contrast;

    /// <summary>Makes a test.</summary>
    /// <param name="margin">d, the effect that is tested; more than -1, less than 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="margin"/> is out of its range.</exception>
    public RandomizedDifferenceTest(double margin = 0) => Margin = ArmRange.Margin(margin);

    /// <summary>d, the effect that is tested.</summary>
    public double Margin { get; }

    /// <summary>How many values there were, without the missing ones.</summary>
    public long Count { get; private set; }

    /// <summary>How many values were NaN.</summary>
    public long MissingCount { get; private set; }

    /// <summary>The e-value of "the effect is d or less": 1 / a of it or more is evidence at level a that it is greater. May be infinite.</summary>
    public double EValueGreater => _greater.EValue;

    /// <summary>The e-value of "the effect is d or more".</summary>
    public double EValueLess => _less.EValue;

    /// <summary>Takes the next value.</summary>
    /// <param name="isTreated">Whether it is of the arm whose effect is tested.</param>
    /// <param name="share">The probability with which the arm was drawn for it; more than 0, less than 1.</param>
    /// <param name="value">0 to 1; NaN if it is missing.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range. Nothing was changed.</exception>
    public void Update(bool isTreated, double share, double value)
    {
        ArmRange.Share(share);
        if (double.IsNaN(value))
        {
            MissingCount++;
            return;
        }

        StreamRange.RequireUnit(value);
        _contrast.Take(isTreated, share, value);
        _greater.Update(_contrast.Effect - Margin, Margin - _contrast.Least, _contrast.Scale);
        _less.Update(Margin - _contrast.Effect, _contrast.Most - Margin, _contrast.Scale);
        Count++;
    }
}
