namespace AISafety.Statistics;

/// <summary>Temperature scaling: divides the logits of a classifier by one number before the softmax.</summary>
/// <remarks>
/// <para>The temperature T minimises the log loss of softmax(logits / T); more than 1 softens, less than 1 sharpens, and the greatest class stays the
/// greatest. The loss is convex in 1 / T, found here by Newton's method inside a bracket, 1e-3 to 1e3; a minimum outside
/// ends at that end (all rows right: 1e-3). If every row's logits are equal, T is 1.</para>
/// <para>Source: Guo, Pleiss, Sun and Weinberger, On calibration of modern neural networks, ICML 2017. Immutable.</para>
/// </remarks>
/// <param name="temperature">T: more than 0 and finite.</param>
/// <exception cref="ArgumentException"><paramref name="temperature"/> is not such a number.</exception>
public sealed class TemperatureScaling(double temperature)
{
    private const double Least = 1e-3;
    private const double Most = 1e3;

    /// <summary>T.</summary>
    public double Temperature { get; } =
        temperature > 0 && double.IsFinite(temperature) ? temperature : throw new ArgumentException("Expected a finite number of more than 0.", nameof(temperature));

    /// <summary>Fits the temperature.</summary>
    /// <param name="logits">Row after row, a finite logit for each class.</param>
    /// <param name="labels">Each row's class, counted from 0.</param>
    /// <param name="classCount">How many classes; 2 or more.</param>
    /// <exception cref="ArgumentException">There is no row, a row is not full, a label is not below <paramref name="classCount"/>, or a logit is not finite.</exception>
    public static TemperatureScaling Fit(ReadOnlySpan<double> logits, ReadOnlySpan<int> labels, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        if (labels.IsEmpty || logits.Length != (long)labels.Length * classCount)
        {
            throw new ArgumentException($"There are {logits.Length} logits for {labels.Length} rows; expected {classCount} for each, and a row.", nameof(logits));
        }

        Require(logits, labels, classCount);
        double low = 1 / Most;
        double high = 1 / Least;
        double inverse = 1;
        if (Derivatives(logits, labels, classCount, low).Slope >= 0)
        {
            // Constant rows fit at any temperature.
            return new(Derivatives(logits, labels, classCount, inverse) == (0, 0) ? 1 : Most);
        }

        if (Derivatives(logits, labels, classCount, high).Slope <= 0)
        {
            return new(Least);
        }

        for (int step = 0; step < 200; step++)
        {
            (double slope, double curvature) = Derivatives(logits, labels, classCount, inverse);
            (low, high) = slope > 0 ? (low, inverse) : (inverse, high);
            double newton = inverse - slope / curvature;
            double next = newton > low && newton < high ? newton : 0.5 * (low + high);
            bool settled = Math.Abs(next - inverse) <= 1e-14 * inverse;
            inverse = next;
            if (settled || slope == 0)
            {
                break;
            }
        }

        return new(1 / inverse);
    }

    /// <summary>softmax(logits / T) of one row.</summary>
    /// <param name="logits">The logits of a row; finite, at least one.</param>
    /// <param name="probabilities">Gets the probabilities; as long.</param>
    /// <exception cref="ArgumentException">There is no logit, or the lengths differ.</exception>
    public void Apply(ReadOnlySpan<double> logits, Span<double> probabilities)
    {
        if (logits.IsEmpty || logits.Length != probabilities.Length)
        {
            throw new ArgumentException($"There are {logits.Length} logits and {probabilities.Length} places; expected as many, and one.", nameof(probabilities));
        }

        double greatest = double.NegativeInfinity;
        foreach (double logit in logits)
        {
            greatest = Math.Max(greatest, logit);
        }

        double sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            sum += probabilities[i] = Math.Exp((logits[i] - greatest) / Temperature);
        }

        foreach (ref double probability in probabilities)
        {
            probability /= sum;
        }
    }

    private static void Require(ReadOnlySpan<double> logits, ReadOnlySpan<int> labels, int classCount)
    {
        foreach (double logit in logits)
        {
            if (!double.IsFinite(logit))
            {
                throw new ArgumentException($"A logit is {logit}; expected finite numbers.", nameof(logits));
            }
        }

        foreach (int label in labels)
        {
            if (label < 0 || label >= classCount)
            {
                throw new ArgumentException($"A label is {label}; expected 0 to {classCount - 1}.", nameof(labels));
            }
        }
    }

    // By 1 / T: the slope is the sum of E[logit] - logit of the label, the curvature the sum of Var[logit].
    private static (double Slope, double Curvature) Derivatives(ReadOnlySpan<double> logits, ReadOnlySpan<int> labels, int classCount, double inverse)
    {
        double slope = 0;
        double curvature = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> own = logits.Slice(row * classCount, classCount);
            double greatest = System.Numerics.Tensors.TensorPrimitives.Max(own);
            double sum = 0;
            double first = 0;
            double second = 0;
            foreach (double logit in own)
            {
                double below = logit - greatest;
                double weight = Math.Exp(below * inverse);
                sum += weight;
                first += weight * below;
                second += weight * below * below;
            }

            double mean = first / sum;
            slope += mean - (own[labels[row]] - greatest);
            curvature += second / sum - mean * mean;
        }

        return (slope, curvature);
    }
}
