using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>Makes a few numbers of a whole row, by which a change of the row as such shows: Hotelling's T², the residual Q, and the first principal components.</summary>
/// <remarks>The components that hold 90 % of the variance, eight at most, of features in standard deviations. T² is the sum of the squared scores over their variances, Q the square of what the components leave. Fitted on every second row of the
/// sample; the others are the reference that further rows are exchangeable with. Missing and infinite cells count as the mean. Source: J. Jackson and G. Mudholkar, Control procedures for residuals associated with principal
/// component analysis, Technometrics 1979.</remarks>
internal sealed class RowScores
{
    /// <summary>The place of the residual among the scores.</summary>
    public const int Residual = 1;

    private const int MostComponents = 8;
    private const double Explained = 0.9;
    private const int LeastRows = 40;

    private readonly int[] _features;
    private readonly float[] _mean;
    private readonly float[] _inverse;
    private readonly float[][] _loadings;
    private readonly double[] _variances;

    private RowScores(int[] features, float[] mean, float[] inverse, float[][] loadings, double[] variances)
    {
        (_features, _mean, _inverse, _loadings, _variances) = (features, mean, inverse, loadings, variances);
        Names = ["distance (T²)", "residual (Q)", .. loadings.Select((_, i) => $"component {i + 1}")];
    }

    /// <summary>What each score is called.</summary>
    public string[] Names { get; }

    /// <summary>How many scores there are.</summary>
    public int Count => Names.Length;

    /// <summary>Fits; null if there are not two numeric features that vary, or too few rows.</summary>
    /// <param name="profile">The reference.</param>
    /// <param name="reference">Receives the scores of the rows that it was not fitted on, score by score.</param>
    public static RowScores? TryFit(ReferenceProfile profile, out float[][] reference)
    {
        reference = [];
        int[] features = [.. profile.NumericInputs.ToArray().Where(i => Varies(profile.SampleColumn(i)))];
        if (features.Length < 2 || profile.SampleCount < LeastRows)
        {
            return null;
        }

        int half = (profile.SampleCount + 1) / 2;
        (float[] mean, float[] inverse) = Scale(profile, features);
        double[] rows = new double[half * features.Length];
        for (int j = 0; j < features.Length; j++)
        {
            ReadOnlySpan<float> column = profile.SampleColumn(features[j]);
            for (int i = 0; i < half; i++)
            {
                rows[(i * features.Length) + j] = Score(column[2 * i], mean[j], inverse[j]);
            }
        }

        PrincipalComponents components = PrincipalComponents.Of(CovarianceEstimate.StandardizedLedoitWolf<double>(rows, features.Length));
        RowScores scores = new(features, mean, inverse, Loadings(components, features.Length, out double[] variances), variances);
        reference = scores.OfOddRows(profile);
        return scores;
    }

    /// <summary>Scores rows.</summary>
    /// <param name="columns">Column after column, <paramref name="stride"/> places each.</param>
    /// <param name="stride">From one column's first value to the next one's.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="scores">Score after score, <paramref name="count"/> places each.</param>
    public void Of(ReadOnlySpan<float> columns, int stride, int count, Span<float> scores)
    {
        Span<float> cells = new float[count];
        Span<float> distance = scores[..count];
        Span<float> residual = scores.Slice(count, count);
        scores[..(Count * count)].Clear();
        for (int j = 0; j < _features.Length; j++)
        {
            ReadOnlySpan<float> column = columns.Slice(_features[j] * stride, count);
            for (int i = 0; i < count; i++)
            {
                cells[i] = Score(column[i], _mean[j], _inverse[j]);
                residual[i] += cells[i] * cells[i];
            }

            for (int k = 0; k < _loadings.Length; k++)
            {
                Span<float> component = scores.Slice((2 + k) * count, count);
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(cells, _loadings[k][j], component, component);
            }
        }

        for (int k = 0; k < _loadings.Length; k++)
        {
            ReadOnlySpan<float> component = scores.Slice((2 + k) * count, count);
            float inverse = (float)(1 / _variances[k]);
            for (int i = 0; i < count; i++)
            {
                float square = component[i] * component[i];
                distance[i] += square * inverse;
                residual[i] -= square;
            }
        }
    }

    /// <summary>The scores of the last rows, score by score.</summary>
    public float[][] Recent(RecentRows recent, int count)
    {
        float[] scratch = new float[recent.Capacity];
        float[] columns = new float[recent.Columns * count];
        foreach (int feature in _features)
        {
            recent.Last(feature, count, scratch).CopyTo(columns.AsSpan(feature * count));
        }

        return Apart(columns, count);
    }

    private float[][] Apart(float[] columns, int count)
    {
        float[] scores = new float[Count * count];
        Of(columns, count, count, scores);
        return [.. Enumerable.Range(0, Count).Select(k => scores.AsSpan(k * count, count).ToArray())];
    }

    private float[][] OfOddRows(ReferenceProfile profile)
    {
        int count = profile.SampleCount / 2;
        int width = profile.Features.Count;
        float[] columns = new float[width * count];
        foreach (int feature in _features)
        {
            ReadOnlySpan<float> column = profile.SampleColumn(feature);
            for (int i = 0; i < count; i++)
            {
                columns[(feature * count) + i] = column[(2 * i) + 1];
            }
        }

        return Apart(columns, count);
    }

    private static float[][] Loadings(PrincipalComponents components, int columns, out double[] variances)
    {
        double sum = 0;
        int kept = 0;
        while (kept < Math.Min(MostComponents, columns) && (kept == 0 || sum < Explained * columns) && components.Eigenvalues[kept] > 1e-6)
        {
            sum += components.Eigenvalues[kept++];
        }

        variances = components.Eigenvalues[..kept].ToArray();
        float[][] loadings = new float[kept][];
        for (int k = 0; k < kept; k++)
        {
            loadings[k] = Array.ConvertAll(components.Loadings(k).ToArray(), static value => (float)value);
        }

        return loadings;
    }

    private static (float[] Mean, float[] Inverse) Scale(ReferenceProfile profile, int[] features)
    {
        float[] mean = new float[features.Length];
        float[] inverse = new float[features.Length];
        for (int j = 0; j < features.Length; j++)
        {
            Moments moments = FiniteHalf(profile.SampleColumn(features[j]));
            (mean[j], inverse[j]) = ((float)moments.Mean, (float)(1 / moments.StandardDeviation));
        }

        return (mean, inverse);
    }

    private static bool Varies(ReadOnlySpan<float> sample) => FiniteHalf(sample).StandardDeviation > 0;

    private static Moments FiniteHalf(ReadOnlySpan<float> sample)
    {
        List<float> finite = [];
        for (int i = 0; i < sample.Length; i += 2)
        {
            if (float.IsFinite(sample[i]))
            {
                finite.Add(sample[i]);
            }
        }

        return Moments.Of(finite.ToArray());
    }

    private static float Score(float value, float mean, float inverse)
    {
        float score = (value - mean) * inverse;
        return float.IsFinite(score) ? score : 0;
    }
}
