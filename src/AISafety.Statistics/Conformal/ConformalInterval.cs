namespace AISafety.Statistics;

/// <summary>Turns point predictions into intervals that hold the truth with probability 1 - alpha or more: split conformal regression.</summary>
/// <remarks>
/// <para>The interval is prediction -+ radius; the radius is the ceil((n + 1)(1 - alpha))-th least |actual - predicted| of n calibration rows,
/// +infinity if n is less than 1 / alpha - 1. If a new row is exchangeable with them, P(actual inside) is at least 1 - alpha, and at most 1 /
/// (n + 1) more without ties; over the draw of the calibration rows too.</para>
/// <para>Where each row has a difficulty d, such as an estimate of its spread, the residuals are divided by it, and the interval is prediction -+ radius d: the
/// same guarantee, with wide intervals for difficult rows and narrow ones for easy rows.</para>
/// <para>Sources: Lei, G'Sell, Rinaldo, Tibshirani and Wasserman, JASA 113, 2018; difficulty: Papadopoulos, Gammerman and Vovk, Normalized nonconformity
/// measures for regression conformal prediction, 2008. Immutable.</para>
/// </remarks>
/// <param name="radius">Half the width at a difficulty of 1; 0 or more, +infinity included.</param>
/// <exception cref="ArgumentException"><paramref name="radius"/> is negative or NaN.</exception>
public sealed class ConformalInterval(double radius)
{
    /// <summary>Half the width at a difficulty of 1.</summary>
    public double Radius { get; } = radius >= 0 ? radius : throw new ArgumentException("Expected a number of 0 or more.", nameof(radius));

    /// <summary>Calibrates.</summary>
    /// <param name="predictions">What was predicted for the calibration rows, which the model was not trained on.</param>
    /// <param name="actuals">What came true; as many, at least one.</param>
    /// <param name="alpha">How often the truth may lie outside: more than 0, less than 1.</param>
    /// <exception cref="ArgumentException">There is no row, the lengths differ, or a difference is NaN.</exception>
    public static ConformalInterval Fit(ReadOnlySpan<double> predictions, ReadOnlySpan<double> actuals, double alpha)
    {
        ConformalRank.RequireRate(alpha);
        return new(ConformalRank.Quantile(Residuals(predictions, actuals), alpha));
    }

    /// <summary>Calibrates by residuals in units of each row's difficulty.</summary>
    /// <param name="predictions">What was predicted for the calibration rows, which neither model nor difficulty was trained on.</param>
    /// <param name="actuals">What came true; as many, at least one.</param>
    /// <param name="difficulties">How far off each row's prediction is expected to be, in any unit; more than 0 and finite; as many.</param>
    /// <param name="alpha">How often the truth may lie outside: more than 0, less than 1.</param>
    /// <exception cref="ArgumentException">There is no row, the lengths differ, a difference is NaN, or a difficulty is out of range.</exception>
    public static ConformalInterval Fit(
        ReadOnlySpan<double> predictions, ReadOnlySpan<double> actuals, ReadOnlySpan<double> difficulties, double alpha)
    {
        ConformalRank.RequireRate(alpha);
        ConformalRank.RequireSameLength(difficulties.Length, actuals.Length, nameof(difficulties));
        double[] scores = Residuals(predictions, actuals);
        for (int i = 0; i < scores.Length; i++)
        {
            RequireDifficulty(difficulties[i], nameof(difficulties));
            scores[i] /= difficulties[i];
        }

        return new(ConformalRank.Quantile(scores, alpha));
    }

    /// <summary>The interval around a prediction.</summary>
    public Interval Apply(double prediction) => new(prediction - Radius, prediction + Radius);

    /// <summary>The interval around a prediction of a stated difficulty.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="difficulty">In the unit of those that were calibrated by; more than 0 and finite.</param>
    /// <exception cref="ArgumentException"><paramref name="difficulty"/> is out of range.</exception>
    public Interval Apply(double prediction, double difficulty)
    {
        RequireDifficulty(difficulty, nameof(difficulty));
        return new(prediction - Radius * difficulty, prediction + Radius * difficulty);
    }

    private static double[] Residuals(ReadOnlySpan<double> predictions, ReadOnlySpan<double> actuals)
    {
        ConformalRank.RequireSameLength(predictions.Length, actuals.Length, nameof(actuals));
        double[] scores = new double[actuals.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = Math.Abs(actuals[i] - predictions[i]);
        }

        ConformalRank.RequireNumbers(scores, nameof(actuals));
        return scores;
    }

    private static void RequireDifficulty(double difficulty, string name)
    {
        if (!(difficulty > 0 && double.IsFinite(difficulty)))
        {
            throw new ArgumentException($"A difficulty is {difficulty}; expected a finite number of more than 0.", name);
        }
    }
}
