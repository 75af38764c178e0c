using System.Numerics.Tensors;

namespace AISafety.Drift;

/// <summary>Makes a few numbers of a whole row, by which a change of the row as such shows: Hotelling's T², the residual Q, and the first principal components.</summary>
/// <remarks>The components that hold 90 % of the variance, eight at most, of features in standard deviations. T² is the sum of the squared scores over their variances, Q the square of what the components leave. Fitted on every second row of the
/// sample; the others are the reference that further rows are exchangeable with. Missing and infinite cells count as the mean. Source: J. Jackson and G. Mudholkar, Control procedures for residuals associated with principal
/// component analysis, Technometrics 1979.</remarks>
internal sealed class RowScores
{
    private const int Residual = 1;
    private const int MostComponents = 8;
    private const double Explained = 0.9;

    private readonly RowTable _table;
    private readonly int[] _inOrder;
    private readonly float[][] _loadings;
    private readonly double[] _variances;

    /// <summary>Fits.</summary>
    /// <param name="table">The reference's columns.</param>
    public RowScores(RowTable table)
    {
        _table = table;
        _inOrder = [.. Enumerable.Range(0, table.Count)];
        _variances = Variances(table);
        _loadings = table.Loadings(_variances.Length);
        Names = ["distance (T²)", "residual (Q)", .. _loadings.Select((_, i) => $"component {i + 1}")];
        Reference = Apart(table.Others());
    }

    /// <summary>What each score is called.</summary>
    public string[] Names { get; }

    /// <summary>How many scores there are.</summary>
    public int Count => Names.Length;

    /// <summary>The scores of those of the sample's rows that they were not fitted on, score by score.</summary>
    public float[][] Reference { get; }

    /// <summary>What the components leave of those rows.</summary>
    public float[] Residuals => Reference[Residual];

    /// <summary>Scores rows.</summary>
    /// <param name="columns">Column after column of the profile, <paramref name="stride"/> places each.</param>
    /// <param name="stride">From one column's first value to the next one's.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="scores">Score after score, <paramref name="count"/> places each.</param>
    public void Of(ReadOnlySpan<float> columns, int stride, int count, Span<float> scores) => Of(columns, _table.Features, stride, count, scores);

    /// <summary>The scores of the last rows, score by score.</summary>
    public float[][] Recent(RecentRows recent, int count) => Apart(_table.Recent(recent, count));

    /// <summary>What the components leave of the last rows.</summary>
    public float[] RecentResiduals(RecentRows recent, int count) => Recent(recent, count)[Residual];

    private void Of(ReadOnlySpan<float> columns, int[] places, int stride, int count, Span<float> scores)
    {
        Span<float> cells = new float[count];
        Span<float> distance = scores[..count];
        Span<float> residual = scores.Slice(Residual * count, count);
        scores[..(Count * count)].Clear();
        for (int j = 0; j < places.Length; j++)
        {
            _table.Standardize(j, columns.Slice(places[j] * stride, count), cells);
            TensorPrimitives.MultiplyAdd(cells, cells, residual, residual);
            for (int k = 0; k < _loadings.Length; k++)
            {
                Span<float> component = scores.Slice((2 + k) * count, count);
                TensorPrimitives.MultiplyAdd(cells, _loadings[k][j], component, component);
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

    private float[][] Apart(float[][] columns)
    {
        int count = columns[0].Length;
        float[] scores = new float[Count * count];
        Of([.. columns.SelectMany(static column => column)], _inOrder, count, count, scores);
        return [.. Enumerable.Range(0, Count).Select(k => scores.AsSpan(k * count, count).ToArray())];
    }

    private static double[] Variances(RowTable table)
    {
        ReadOnlySpan<double> eigenvalues = table.Components.Eigenvalues;
        double sum = 0;
        int kept = 0;
        while (kept < Math.Min(MostComponents, table.Count) && (kept == 0 || sum < Explained * table.Count) && eigenvalues[kept] > 1e-6)
        {
            sum += eigenvalues[kept++];
        }

        return eigenvalues[..kept].ToArray();
    }
}
