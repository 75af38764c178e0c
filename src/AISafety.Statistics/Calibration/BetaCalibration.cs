namespace AISafety.Statistics;

/// <summary>Beta calibration: p = sigmoid(c + a ln s - b ln(1 - s)) of a probability s, with a and b of 0 or more.</summary>
/// <remarks>
/// <para>A family that holds the identity (a = b = 1, c = 0), sigmoids and their inverses, so that unlike Platt's it does no harm to scores that are
/// calibrated already. Maximum likelihood; a negative a or b is set to 0 and the rest fitted anew, as in the paper. Scores are cut to
/// [2^-52, 1 - 2^-52] before the logarithms.</para>
/// <para>Source: Kull, Silva Filho and Flach, Beta calibration, AISTATS 2017. Immutable.</para>
/// </remarks>
/// <param name="a">The weight of ln s; 0 or more and finite.</param>
/// <param name="b">The weight of -ln(1 - s); 0 or more and finite.</param>
/// <param name="c">The intercept; finite.</param>
/// <exception cref="ArgumentException">A parameter is out of range.</exception>
public sealed class BetaCalibration(double a, double b, double c)
{
    private const double Clip = 2.220446049250313e-16;

    /// <summary>The weight of ln s.</summary>
    public double A { get; } = a >= 0 && double.IsFinite(a) ? a : throw new ArgumentException("Expected a finite number of 0 or more.", nameof(a));

    /// <summary>The weight of -ln(1 - s).</summary>
    public double B { get; } = b >= 0 && double.IsFinite(b) ? b : throw new ArgumentException("Expected a finite number of 0 or more.", nameof(b));

    /// <summary>The intercept.</summary>
    public double C { get; } = double.IsFinite(c) ? c : throw new ArgumentException("Expected a finite number.", nameof(c));

    /// <summary>Fits the curve.</summary>
    /// <param name="scores">Probabilities of label 1, from 0 to 1. NaN means missing: the row is passed over.</param>
    /// <param name="labels">0 or 1; as many.</param>
    /// <returns>Labels that the scores separate have no finite optimum: the fit then ends steep, after a limited number of steps.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a score is not from 0 to 1, a label is neither 0 nor 1, or no row has a score.</exception>
    public static BetaCalibration Fit(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels)
    {
        ProbabilityLogit.RequirePairs(scores, labels, probabilities: true);
        double[] logs = new double[scores.Length];
        double[] rests = new double[scores.Length];
        double[] targets = new double[scores.Length];
        int count = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (!double.IsNaN(scores[i]))
            {
                (logs[count], rests[count]) = Features(scores[i]);
                targets[count++] = labels[i];
            }
        }

        return FitLogs(logs.AsSpan(0, count), rests.AsSpan(0, count), targets.AsSpan(0, count), []);
    }

    /// <summary>Fits the curve to the features of <see cref="Features"/>.</summary>
    /// <param name="first">ln s.</param>
    /// <param name="second">-ln(1 - s).</param>
    /// <param name="targets">Shares of label 1, 0 to 1.</param>
    /// <param name="counts">How often each row counts, 0 or more; empty: once.</param>
    internal static BetaCalibration FitLogs(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<double> targets, ReadOnlySpan<double> counts)
    {
        (double c, double a, double b) = LogisticFit.Fit(first, second, targets, counts);
        if (a < 0)
        {
            (c, b, _) = LogisticFit.Fit(second, [], targets, counts);
            return new(0, Math.Max(0, b), b < 0 ? LogisticFit.Fit(new double[targets.Length], [], targets, counts).Intercept : c);
        }

        if (b < 0)
        {
            (c, a, _) = LogisticFit.Fit(first, [], targets, counts);
            return new(Math.Max(0, a), 0, a < 0 ? LogisticFit.Fit(new double[targets.Length], [], targets, counts).Intercept : c);
        }

        return new(a, b, c);
    }

    /// <summary>The calibrated probability; NaN for NaN.</summary>
    /// <param name="score">A probability; what lies outside 0 to 1 counts as its nearest end.</param>
    public double Apply(double score)
    {
        (double log, double rest) = Features(score);
        return ProbabilityLogit.Sigmoid(C + A * log + B * rest);
    }

    /// <summary>ln s and -ln(1 - s) of a score cut to [2^-52, 1 - 2^-52].</summary>
    internal static (double Log, double RestLog) Features(double score)
    {
        double s = Math.Clamp(score, Clip, 1 - Clip);
        return (Math.Log(s), -double.LogP1(-s));
    }
}
