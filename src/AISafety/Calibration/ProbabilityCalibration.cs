using AISafety.Statistics;

namespace AISafety.Calibration;

/// <summary>A fitted curve from the probability that a model states to the one that is true of its calibration rows.</summary>
/// <remarks>
/// <para>Platt: a sigmoid of the stated log odds, two parameters, for few rows and models that are too sure, or not sure enough, throughout. Beta: three parameters, a family that
/// holds the identity and bends each end by itself. Isotonic: any rising steps, for a thousand rows or more; it makes ties.</para>
/// <para>Immutable. To store one, store the parameters of the type in AISafety.Statistics that it is made from.</para>
/// </remarks>
public sealed class ProbabilityCalibration
{
    // The distance from 1 to its lower neighbour among doubles: where log odds end.
    private const double Clip = 1.1102230246251565e-16;

    private readonly Func<double, double> _apply;

    private ProbabilityCalibration(Func<double, double> apply) => _apply = apply;

    /// <summary>Fits Platt's sigmoid to the log odds ln(p / (1 - p)), p kept within 1.1e-16 of 0 and 1.</summary>
    /// <param name="rows">The probability stated, 0 to 1, and what came true, for rows that the model was not trained on. A NaN is passed over.</param>
    /// <exception cref="ArgumentNullException"><paramref name="rows"/> is null.</exception>
    /// <exception cref="ArgumentException">One of the two outcomes has no row with a probability, or a probability is not from 0 to 1; for Platt also if the curve would fall.</exception>
    public static ProbabilityCalibration FitPlatt(IEnumerable<(double Probability, bool Outcome)> rows)
    {
        (double[] probabilities, byte[] outcomes) = Split(rows);
        PlattScaling scaling = PlattScaling.Fit(Array.ConvertAll(probabilities, LogOdds), outcomes);
        return scaling.Slope > 0
            ? FromLogOdds(scaling)
            : throw new ArgumentException("The outcome comes true no more often where the probability is higher; are the outcomes the wrong way round?", nameof(rows));
    }

    /// <summary>Fits beta calibration.</summary>
    /// <inheritdoc cref="FitPlatt"/>
    public static ProbabilityCalibration FitBeta(IEnumerable<(double Probability, bool Outcome)> rows)
    {
        (double[] probabilities, byte[] outcomes) = Split(rows);
        return From(BetaCalibration.Fit(probabilities, outcomes));
    }

    /// <summary>Fits isotonic calibration.</summary>
    /// <inheritdoc cref="FitPlatt"/>
    public static ProbabilityCalibration FitIsotonic(IEnumerable<(double Probability, bool Outcome)> rows)
    {
        (double[] probabilities, byte[] outcomes) = Split(rows);
        return From(IsotonicCalibration.Fit(probabilities, outcomes));
    }

    /// <summary>Fits the temperature of a classifier by the probabilities that it states for all classes: p^(1/T), made to sum to 1, which is the softmax of its logits / T.</summary>
    /// <param name="rows">The probabilities of all classes, as many in every row and 2 or more, and the true class, for rows that the model was not trained on. A probability below
    /// the least positive float (1.4e-45), as one of 0, counts as that.</param>
    /// <exception cref="ArgumentNullException"><paramref name="rows"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no row, lengths differ, or a number is out of range.</exception>
    public static TemperatureScaling FitTemperature(IEnumerable<(ReadOnlyMemory<float> Probabilities, int Class)> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        List<double> logits = [];
        List<int> classes = [];
        int width = 0;
        foreach ((ReadOnlyMemory<float> probabilities, int label) in rows)
        {
            width = classes.Count == 0 ? probabilities.Length : width;
            if (probabilities.Length != width || probabilities.Span.IndexOfAnyExceptInRange(0f, 1f) >= 0)
            {
                throw new ArgumentException(
                    $"Row {classes.Count + 1} (counted from 1) has {probabilities.Length} numbers; expected as many as the first, {width}, from 0 to 1.", nameof(rows));
            }

            foreach (float probability in probabilities.Span)
            {
                logits.Add(TemperaturePower.Log(probability));
            }

            classes.Add(label);
        }

        return classes.Count == 0
            ? throw new ArgumentException("There is no row; expected at least one.", nameof(rows))
            : TemperatureScaling.Fit(logits.ToArray(), classes.ToArray(), width);
    }

    /// <summary>A sigmoid of the log odds ln(p / (1 - p)) of what is stated.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="scaling"/> is null.</exception>
    public static ProbabilityCalibration FromLogOdds(PlattScaling scaling)
    {
        ArgumentNullException.ThrowIfNull(scaling);
        return new(probability => scaling.Apply(LogOdds(probability)));
    }

    /// <summary>A beta curve.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="calibration"/> is null.</exception>
    public static ProbabilityCalibration From(BetaCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        return new(calibration.Apply);
    }

    /// <summary>A rising curve of straight pieces.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="calibration"/> is null.</exception>
    public static ProbabilityCalibration From(IsotonicCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        return new(calibration.Apply);
    }

    /// <summary>The calibrated probability; NaN for NaN.</summary>
    /// <param name="probability">As the model states it; what lies outside 0 to 1 counts as its nearest end.</param>
    public double Apply(double probability) => _apply(Math.Clamp(probability, 0, 1));

    private static double LogOdds(double probability)
    {
        double p = Math.Clamp(probability, Clip, 1 - Clip);
        return Math.Log(p) - double.LogP1(-p);
    }

    private static (double[] Probabilities, byte[] Outcomes) Split(IEnumerable<(double Probability, bool Outcome)> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        (double Probability, bool Outcome)[] all = [.. rows];
        if (Array.Exists(all, static row => row.Probability is < 0 or > 1))
        {
            throw new ArgumentException("A probability is not from 0 to 1.", nameof(rows));
        }

        if (!Array.Exists(all, static row => row.Outcome && !double.IsNaN(row.Probability)) || !Array.Exists(all, static row => !row.Outcome && !double.IsNaN(row.Probability)))
        {
            throw new ArgumentException($"All of the {all.Length} rows have the same outcome, or no probability; expected rows of both outcomes, some hundred of each.", nameof(rows));
        }

        return (Array.ConvertAll(all, static row => row.Probability), Array.ConvertAll(all, static row => (byte)(row.Outcome ? 1 : 0)));
    }
}
