using System.Numerics.Tensors;
using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>Compares the correlations of a window's numeric features with the reference's; of very many features, those of their principal components.</summary>
internal sealed class RelationTest
{
    private const int MostColumns = 24;
    private const int LeastRows = 40;
    private const double Tolerance = 0.1;

    private readonly int[] _features;
    private readonly string[] _names;
    private readonly PrincipalComponents? _components;
    private readonly float[] _reference;
    private readonly int _seed;
    private CorrelationShift? _prepared;

    private RelationTest(int[] features, string[] names, PrincipalComponents? components, float[] reference, int seed) =>
        (_features, _names, _components, _reference, _seed) = (features, names, components, reference, seed);

    /// <summary>Null if there are not two numeric features that vary, or too few rows.</summary>
    public static RelationTest? TryMake(ReferenceProfile profile, int seed)
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
            return new(features, Array.ConvertAll(features, i => profile.Features[i].Feature.Name), null, rows, seed);
        }

        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = float.IsFinite(rows[i]) ? rows[i] : float.NaN;
        }

        PrincipalComponents components = PrincipalComponents.Of(CovarianceEstimate.StandardizedLedoitWolf<float>(WithoutGaps(rows, features.Length), features.Length));
        string[] names = [.. Enumerable.Range(1, MostColumns).Select(static i => $"component {i}")];
        return new(features, names, components, Project(components, columns, profile.SampleCount), seed);
    }

    public RelationDrift Compare(RecentRows recent, int count, double level)
    {
        if (_prepared?.CurrentCount != count)
        {
            _prepared = CorrelationShift.Fit(_reference, _names.Length, count, seed: _seed);
        }

        float[] scratch = new float[recent.Capacity];
        float[][] columns = Array.ConvertAll(_features, i => recent.Last(i, count, scratch).ToArray());
        CorrelationShiftResult found = _prepared.Compare(_components is null ? Rows(columns, count) : Project(_components, columns, count));
        double shift = Math.Abs(found.CurrentCorrelation - found.ReferenceCorrelation);
        bool mayMatter = shift + (2 * found.StandardError) >= Tolerance;
        return new(
            _names[found.First], _names[found.Second], found.ReferenceCorrelation, found.CurrentCorrelation, found.PValue, found.PValue <= level && mayMatter);
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

    // A missing cell is the mean of its column, as everywhere where rows are compared as a whole.
    private static float[] WithoutGaps(float[] rows, int columns)
    {
        float[] whole = [.. rows];
        for (int j = 0; j < columns; j++)
        {
            double sum = 0;
            int count = 0;
            for (int i = j; i < rows.Length; i += columns)
            {
                (sum, count) = float.IsNaN(rows[i]) ? (sum, count) : (sum + rows[i], count + 1);
            }

            for (int i = j; i < rows.Length; i += columns)
            {
                whole[i] = float.IsNaN(rows[i]) ? (float)(sum / count) : rows[i];
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
