namespace AISafety.Statistics;

/// <summary>Conformalised quantile regression: moves the ends of predicted intervals so that they hold the truth with probability 1 - alpha or more.</summary>
/// <remarks>
/// <para>A model predicts a lower and an upper quantile. The score of a calibration row is E = max(lower - actual, actual - upper), negative
/// inside; the shift Q is the ceil((n + 1)(1 - alpha))-th least, and the new interval is lower - Q to upper + Q. Q may be negative: predicted intervals that
/// are too wide shrink. Unlike <see cref="ConformalInterval"/> the width follows the row.</para>
/// <para>Source: Romano, Patterson and Candes, Conformalized quantile regression, NeurIPS 2019. Immutable.</para>
/// </remarks>
/// <param name="shift">Q; may be infinite, not NaN.</param>
/// <exception cref="ArgumentException"><paramref name="shift"/> is NaN.</exception>
public sealed class ConformalizedQuantiles(double shift)
{
    /// <summary>Q, by which both ends move outwards.</summary>
    public double Shift { get; } = double.IsNaN(shift) ? throw new ArgumentException("Expected a number.", nameof(shift)) : shift;

    /// <summary>Calibrates.</summary>
    /// <param name="lower">The lower quantiles predicted for the calibration rows.</param>
    /// <param name="upper">The upper quantiles; as many. Where they cross, the row counts as predicted.</param>
    /// <param name="actuals">What came true; as many, at least one.</param>
    /// <param name="alpha">How often the truth may lie outside: more than 0, less than 1.</param>
    /// <exception cref="ArgumentException">There is no row, the lengths differ, or a difference is NaN.</exception>
    public static ConformalizedQuantiles Fit(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, ReadOnlySpan<double> actuals, double alpha)
    {
        ConformalRank.RequireRate(alpha);
        ConformalRank.RequireSameLength(lower.Length, actuals.Length, nameof(lower));
        ConformalRank.RequireSameLength(upper.Length, actuals.Length, nameof(upper));
        double[] scores = new double[actuals.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = Math.Max(lower[i] - actuals[i], actuals[i] - upper[i]);
        }

        ConformalRank.RequireNumbers(scores, nameof(actuals));
        return new(ConformalRank.Quantile(scores, alpha));
    }

    /// <summary>The calibrated interval. One that shrinks past its middle becomes that point.</summary>
    public Interval Apply(double lower, double upper)
    {
        Interval moved = new(lower - Shift, upper + Shift);
        double middle = 0.5 * (lower + upper);
        return moved.Lower <= moved.Upper ? moved : new(middle, middle);
    }
}
