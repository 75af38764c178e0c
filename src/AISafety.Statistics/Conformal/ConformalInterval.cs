namespace AISafety.Statistics;

/// <summary>Turns point predictions into intervals that hold the truth with probability 1 - alpha or more: split conformal regression.</summary>
/// <remarks>
/// <para>The interval is prediction -+ radius; the radius is the ceil((n + 1)(1 - alpha))-th least |actual - predicted| of n calibration rows,
/// +infinity if n is less than 1 / alpha - 1. If a new row is exchangeable with them, P(actual inside) is at least 1 - alpha, and at most 1 /
/// (n + 1) more without ties; over the draw of the calibration rows too.</para>
/// <para>Source: Lei, G'Sell, Rinaldo, Tibshirani and Wasserman, JASA 113, 2018. Immutable.</para>
/// </remarks>
/// <param name="radius">Half the width; 0 or more, +infinity included.</param>
/// <exception cref="ArgumentException"><paramref name="radius"/> is negative or NaN.</exception>
public sealed class ConformalInterval(double radius)
{
    /// <summary>Half the width.</summary>
    public double Radius { get; } = radius >= 0 ? radius : throw new ArgumentException("Expected a number of 0 or more.", nameof(radius));

    /// <summary>Calibrates.</summary>
    /// <param name="predictions">What was predicted for the calibration rows, which the model was not trained on.</param>
    /// <param name="actuals">What came true; as many, at least one.</param>
    /// <param name="alpha">How often the truth may lie outside: more than 0, less than 1.</param>
    /// <exception cref="ArgumentException">There is no row, the lengths differ, or a difference is NaN.</exception>
    public static ConformalInterval Fit(ReadOnlySpan<double> predictions, ReadOnlySpan<double> actuals, double alpha)
    {
        ConformalRank.RequireRate(alpha);
        ConformalRank.RequireSameLength(predictions.Length, actuals.Length, nameof(actuals));
        double[] scores = new double[actuals.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = Math.Abs(actuals[i] - predictions[i]);
        }

        ConformalRank.RequireNumbers(scores, nameof(actuals));
        return new(ConformalRank.Quantile(scores, alpha));
    }

    /// <summary>The interval around a prediction.</summary>
    public Interval Apply(double prediction) => new(prediction - Radius, prediction + Radius);
}
