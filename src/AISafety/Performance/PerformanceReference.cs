using AISafety.Statistics;

namespace AISafety.Performance;

/// <summary>Labelled rows from which it is learned how often a stated probability comes true: what performance is estimated by until labels come.</summary>
/// <remarks>The rows must be such that the model was not trained on, from a time when it worked. Immutable and thread-safe.</remarks>
public sealed class PerformanceReference
{
    private readonly double[] _probabilities;
    private readonly byte[] _outcomes;
    private readonly double[] _features;
    private readonly int _seed;

    private PerformanceReference(double[] probabilities, byte[] outcomes, double[] features, int width, int seed)
    {
        _probabilities = probabilities;
        _outcomes = outcomes;
        _features = features;
        _seed = seed;
        Width = width;
        Estimator = PerformanceEstimator.Fit(probabilities, outcomes, seed);
    }

    /// <summary>The estimator that was learned, all rows alike.</summary>
    public PerformanceEstimator Estimator { get; }

    /// <summary>How many features were kept of each row; 0 if none.</summary>
    public int Width { get; }

    /// <summary>Learns from rows.</summary>
    /// <param name="rows">The probability of outcome 1 that the model stated, 0 to 1, and what came true. A row with a NaN is passed over. Some hundred rows of each outcome, a thousand better.</param>
    /// <param name="seed">Of all draws.</param>
    /// <exception cref="ArgumentNullException"><paramref name="rows"/> is null.</exception>
    /// <exception cref="ArgumentException">An outcome has no row with a probability, or a probability is not from 0 to 1.</exception>
    public static PerformanceReference Fit(IEnumerable<(double Probability, bool Outcome)> rows, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        (double Probability, bool Outcome)[] all = [.. rows];
        return new(Array.ConvertAll(all, static row => row.Probability), Array.ConvertAll(all, static row => (byte)(row.Outcome ? 1 : 0)), [], 0, seed);
    }

    /// <summary>Learns from rows and keeps their features, so that the reference can be weighted as the inputs that come (<see cref="PerformanceEstimationOptions.Reweight"/>).</summary>
    /// <param name="rows">The input too.</param>
    /// <param name="schema">How inputs are read as numbers: the one given to <c>UseFeatures</c>. Infinite values count as missing.</param>
    /// <param name="seed">Of all draws.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">An outcome has no row with a probability, or a probability is not from 0 to 1.</exception>
    /// <exception cref="FeatureReadException">The schema cannot read an input.</exception>
    public static PerformanceReference Fit<TIn>(IEnumerable<(TIn Input, double Probability, bool Outcome)> rows, FeatureSchema<TIn> schema, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(schema);
        (TIn Input, double Probability, bool Outcome)[] all = [.. rows];
        double[] features = new double[all.Length * schema.Width];
        float[] row = new float[schema.Width];
        for (int i = 0; i < all.Length; i++)
        {
            schema.Write(all[i].Input, row);
            for (int feature = 0; feature < row.Length; feature++)
            {
                features[i * row.Length + feature] = FiniteOrMissing(row[feature]);
            }
        }

        return new(
            Array.ConvertAll(all, static one => one.Probability), Array.ConvertAll(all, static one => (byte)(one.Outcome ? 1 : 0)), features, schema.Width, seed);
    }

    /// <summary>A feature as density ratios take it.</summary>
    internal static double FiniteOrMissing(float value) => float.IsInfinity(value) ? double.NaN : value;

    /// <summary>Learns anew, each row weighted by how much more often rows like it come in a chunk.</summary>
    /// <param name="current">The chunk's features, row after row.</param>
    /// <param name="greatestWeight">At which weights are cut.</param>
    /// <param name="least">The least effective sample size.</param>
    /// <returns>No estimator if the weighted reference is worth less than that, or has not both outcomes.</returns>
    internal (PerformanceEstimator? Estimator, double EffectiveSampleSize) Reweight(ReadOnlySpan<double> current, double greatestWeight, double least)
    {
        double[] weights = new double[_probabilities.Length];
        DensityRatio.Fit(_features, current, Width, greatestWeight).Apply(_features, weights);
        double size = EffectiveSampleSize.Of(weights);
        Span<double> sums = [0, 0];
        for (int i = 0; i < weights.Length; i++)
        {
            sums[_outcomes[i]] += double.IsNaN(_probabilities[i]) ? 0 : weights[i];
        }

        return size >= least && sums[0] > 0 && sums[1] > 0 ? (PerformanceEstimator.Fit(_probabilities, _outcomes, weights, _seed), size) : (null, size);
    }
}
