using System.Numerics.Tensors;

namespace AISafety.Drift;

/// <summary>The numbers of whole rows: of the features that vary, or, where these are very many, of their first principal components.</summary>
internal sealed class RowSource
{
    private const int MostColumns = 24;

    private readonly RowTable _table;
    private readonly float[][]? _loadings;
    private readonly float[] _inverse;

    /// <param name="profile">The reference.</param>
    /// <param name="table">Its columns.</param>
    public RowSource(ReferenceProfile profile, RowTable table)
    {
        _table = table;
        if (table.Count <= MostColumns)
        {
            Names = Array.ConvertAll(table.Features, i => profile.Features[i].Feature.Name);
            _inverse = [];
            Reference = Rows(table.Sample());
            return;
        }

        Names = [.. Enumerable.Range(1, MostColumns).Select(static i => $"component {i}")];
        _loadings = table.Loadings(MostColumns);
        _inverse = [.. table.Components.Eigenvalues[..MostColumns].ToArray().Select(static variance => variance > 0 ? (float)(1 / Math.Sqrt(variance)) : 0)];
        Reference = Rows(Project(_loadings, table.Others()));
    }

    /// <summary>What the columns are called.</summary>
    public string[] Names { get; }

    public int Columns => Names.Length;

    /// <summary>The sample, row by row; where there are components, the half of it that they were not fitted on.</summary>
    public float[] Reference { get; }

    /// <summary>The last rows, row by row.</summary>
    public float[] Window(RecentRows recent, int count)
    {
        float[][] columns = _table.Recent(recent, count);
        return Rows(_loadings is null ? columns : Project(_loadings, columns));
    }

    /// <summary>Whether at least half of a column's last values are there; of a component, always.</summary>
    public bool IsPresent(int column, RecentRows recent, int count)
    {
        if (_loadings is not null)
        {
            return true;
        }

        int finite = 0;
        foreach (float value in recent.Last(_table.Features[column], count, new float[recent.Capacity]))
        {
            finite += float.IsFinite(value) ? 1 : 0;
        }

        return 2 * finite >= count;
    }

    /// <summary>A cell of such rows in standard deviations; 0, the mean, where it is missing or infinite.</summary>
    public float Standardize(int column, float value) => _loadings is null ? _table.Standardize(column, value) : value * _inverse[column];

    private static float[] Rows(float[][] columns)
    {
        int count = columns[0].Length;
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

    // Column by column, for the vectors' sake.
    private float[][] Project(float[][] loadings, float[][] columns)
    {
        float[] cells = new float[columns[0].Length];
        float[][] scores = Array.ConvertAll(loadings, _ => new float[cells.Length]);
        for (int j = 0; j < columns.Length; j++)
        {
            _table.Standardize(j, columns[j], cells);
            for (int k = 0; k < scores.Length; k++)
            {
                TensorPrimitives.MultiplyAdd(cells, loadings[k][j], scores[k], scores[k]);
            }
        }

        return scores;
    }
}
