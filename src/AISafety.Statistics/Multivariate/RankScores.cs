using MathNet.Numerics.Distributions;

namespace AISafety.Statistics;

/// <summary>Makes a column's values normal scores by the ranks of a reference: of 32 cells of equal share, the normal quantile of each one's middle.</summary>
internal sealed class RankScores
{
    private const int Cells = 32;

    private static readonly double[] _scores = [.. Enumerable.Range(0, Cells).Select(static cell => Normal.InvCDF(0, 1, (cell + 0.5) / Cells))];

    private readonly float[] _edges;

    private RankScores(int column, float[] edges) => (Column, _edges) = (column, edges);

    /// <summary>Which column of a table it scores.</summary>
    public int Column { get; }

    /// <summary>One for each column of a table.</summary>
    public static RankScores[] OfColumns(ReadOnlySpan<float> rows, int columns)
    {
        RankScores[] scores = new RankScores[columns];
        float[] column = new float[rows.Length / columns];
        for (int j = 0; j < columns; j++)
        {
            int count = 0;
            for (int i = j; i < rows.Length; i += columns)
            {
                if (!float.IsNaN(rows[i]))
                {
                    column[count++] = rows[i];
                }
            }

            Span<float> values = column.AsSpan(0, count);
            NumberSort.Ascending(values);
            float[] edges = new float[count == 0 ? 0 : Cells - 1];
            for (int i = 0; i < edges.Length; i++)
            {
                edges[i] = values[(int)((long)count * (i + 1) / Cells)];
            }

            scores[j] = new(j, edges);
        }

        return scores;
    }

    /// <summary>The scores of some columns of a table, row by row; 0 for NaN.</summary>
    /// <param name="ranks">Of the columns wanted.</param>
    /// <param name="rows">The table, row by row.</param>
    /// <param name="width">How many columns the table has.</param>
    public static double[] Score(RankScores[] ranks, ReadOnlySpan<float> rows, int width)
    {
        int count = rows.Length / width;
        double[] scores = new double[count * ranks.Length];
        float[] column = new float[count];
        float[] keys = new float[count];
        int[] cells = new int[count];
        for (int j = 0; j < ranks.Length; j++)
        {
            for (int i = 0; i < count; i++)
            {
                column[i] = rows[(i * width) + ranks[j].Column];
            }

            RankCellKernel.Count(column, ranks[j]._edges, keys, cells);
            for (int i = 0; i < count; i++)
            {
                scores[(i * ranks.Length) + j] = float.IsNaN(column[i]) ? 0 : _scores[cells[i]];
            }
        }

        return scores;
    }

    /// <summary>Those of which at least so many rows have another score than the most frequent one.</summary>
    public static RankScores[] Varying(RankScores[] ranks, ReadOnlySpan<float> rows, int least)
    {
        double[] scores = Score(ranks, rows, ranks.Length);
        List<RankScores> varying = [];
        Dictionary<double, int> counts = [];
        for (int j = 0; j < ranks.Length; j++)
        {
            counts.Clear();
            for (int i = j; i < scores.Length; i += ranks.Length)
            {
                counts[scores[i]] = counts.GetValueOrDefault(scores[i]) + 1;
            }

            if ((scores.Length / ranks.Length) - counts.Values.Max() >= least)
            {
                varying.Add(ranks[j]);
            }
        }

        return [.. varying];
    }
}
