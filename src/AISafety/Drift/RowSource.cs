using System.Numerics.Tensors;
using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>The numbers of whole rows: of the features that vary, or, where these are very many, of their first principal components.</summary>
internal sealed class RowSource
{
    private const int MostColumns = 24;
    private const int LeastRows = 40;

    private readonly int[] _features;
    private readonly PrincipalComponents? _components;

    private RowSource(int[] features, string[] names, PrincipalComponents? components, float[] reference) =>
        (_features, Names, _components, Reference) = (features, names, components, reference);

    /// <summary>What the columns are called.</summary>
    public string[] Names { get; }

    public int Columns => Names.Length;

    /// <summary>The sample, row by row; where there are components, the half of it that they were not fitted on.</summary>
    public float[] Reference { get; }

    /// <summary>Null if there are not two numeric features that vary, or too few rows.</summary>
    public static RowSource? TryMake(ReferenceProfile profile)
    {
        int[] features = [.. profile.NumericInputs.ToArray().Where(i => Varies(profile.SampleColumn(i)))];
        if (features.Length < 2 || profile.SampleCount < LeastRows)
        {
            return null;
        }

        float[][] columns = Array.ConvertAll(features, i => profile.SampleColumn(i).ToArray());
        float[] rows = Rows(columns, profile.SampleCount);
        if (features.Length <= MostColumns)
        {
            return new(features, Array.ConvertAll(features, i => profile.Features[i].Feature.Name), null, rows);
        }

        // Components lie as the rows that they were fitted on happen to lie: other rows must be the reference.
        float[][] fitted = EverySecond(columns, 0);
        float[][] others = EverySecond(columns, 1);
        float[] half = WithoutGaps(Rows(fitted, fitted[0].Length), features.Length);
        PrincipalComponents components = PrincipalComponents.Of(CovarianceEstimate.StandardizedLedoitWolf<float>(half, features.Length));
        string[] names = [.. Enumerable.Range(1, MostColumns).Select(static i => $"component {i}")];
        return new(features, names, components, Project(components, others, others[0].Length));
    }

    private static float[][] EverySecond(float[][] columns, int first) =>
        Array.ConvertAll(columns, column => column.Where((_, i) => i % 2 == first).ToArray());

    /// <summary>The last rows, row by row.</summary>
    public float[] Window(RecentRows recent, int count)
    {
        float[] scratch = new float[recent.Capacity];
        float[][] columns = Array.ConvertAll(_features, i => recent.Last(i, count, scratch).ToArray());
        return _components is null ? Rows(columns, count) : Project(_components, columns, count);
    }

    /// <summary>Whether at least half of a column's last values are there; of a component, always.</summary>
    public bool IsPresent(int column, RecentRows recent, int count)
    {
        if (_components is not null)
        {
            return true;
        }

        int finite = 0;
        foreach (float value in recent.Last(_features[column], count, new float[recent.Capacity]))
        {
            finite += float.IsFinite(value) ? 1 : 0;
        }

        return 2 * finite >= count;
    }

    private static float[] Rows(float[][] columns, int count)
    {
        float[] rows = new float[count * columns.Length];
        for (int j = 0; j < columns.Length; j++)
        {
            for (int i = 0; i < count; i++)
            {
                rows[(i * columns.Length) + j] = columns[j][i];
            }
        }

        return rows;
    }

    /// <summary>The scores of rows on the first components, row by row. Column by column, for the vectors' sake.</summary>
    private static float[] Project(PrincipalComponents components, float[][] columns, int count)
    {
        float[] cells = new float[count];
        float[][] scores = [.. Enumerable.Range(0, MostColumns).Select(_ => new float[count])];
        for (int j = 0; j < columns.Length; j++)
        {
            float mean = (float)components.Mean[j];
            float inverse = components.Scale[j] > 0 ? (float)(1 / components.Scale[j]) : 0;
            for (int i = 0; i < count; i++)
            {
                float cell = (columns[j][i] - mean) * inverse;
                cells[i] = float.IsFinite(cell) ? cell : 0;
            }

            for (int k = 0; k < MostColumns; k++)
            {
                TensorPrimitives.MultiplyAdd(cells, (float)components.Loadings(k)[j], scores[k], scores[k]);
            }
        }

        return Rows(scores, count);
    }

    // A missing or infinite cell is the mean of its column, as everywhere where rows are compared as a whole.
    private static float[] WithoutGaps(float[] rows, int columns)
    {
        float[] whole = [.. rows];
        for (int j = 0; j < columns; j++)
        {
            double sum = 0;
            int count = 0;
            for (int i = j; i < rows.Length; i += columns)
            {
                (sum, count) = float.IsFinite(rows[i]) ? (sum + rows[i], count + 1) : (sum, count);
            }

            for (int i = j; i < rows.Length; i += columns)
            {
                whole[i] = float.IsFinite(rows[i]) ? rows[i] : count == 0 ? 0 : (float)(sum / count);
            }
        }

        return whole;
    }

    private static bool Varies(ReadOnlySpan<float> sample)
    {
        float first = float.NaN;
        foreach (float value in sample)
        {
            if (float.IsFinite(value))
            {
                if (!float.IsNaN(first) && value != first)
                {
                    return true;
                }

                first = value;
            }
        }

        return false;
    }
}
