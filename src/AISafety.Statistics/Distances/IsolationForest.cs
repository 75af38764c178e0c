using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Scores how easily a row is told apart from a reference table by random cuts: outliers need few.</summary>
/// <remarks>
/// <para>Each tree takes a subsample of psi rows without replacement and cuts it at random columns and uniformly random places until rows stand alone
/// or the depth log2(psi) is reached. Score = 2^(-E[h] / c(psi)), where h is the depth at which a row ends up, plus c(size) of the rows
/// left there, and c(n) = 2 H(n - 1) - 2 (n - 1) / n the mean depth of an unsuccessful search in a binary tree, H(i) the harmonic number. Near 1 is an outlier, well
/// below 0.5 is ordinary.</para>
/// <para>A reference row with a NaN is missing: skipped and counted; infinities are refused there. A row to score may hold infinities; NaN in it gives
/// NaN. The same seed gives the same forest. Immutable; scoring allocates nothing.</para>
/// <para>Source: Liu, Ting and Zhou, Isolation forest, ICDM 2008. Columns that are constant within a node are not drawn, and H is
/// summed where the paper approximates it.</para>
/// </remarks>
public sealed class IsolationForest
{
    // Rows that stay in the nearest cache beside the nodes of eight trees.
    private const int RowsAtOnce = 64;

    // More would be gigabytes.
    private const long MostNodes = 1 << 28;

    private readonly ForestNodes _nodes;
    private readonly double _scale;

    private IsolationForest(IsolationTree[] trees, int columns, int sampleSize, double meanDepth, int missing)
    {
        _nodes = new(trees, IsolationTree.LevelsOf(sampleSize));
        _scale = 1 / (trees.Length * meanDepth);
        Columns = columns;
        Trees = trees.Length;
        SampleSize = sampleSize;
        Missing = missing;
    }

    /// <summary>How many values a row has.</summary>
    public int Columns { get; }

    /// <summary>How many trees there are.</summary>
    public int Trees { get; }

    /// <summary>psi: how many rows each tree was grown from.</summary>
    public int SampleSize { get; }

    /// <summary>How many reference rows had a NaN.</summary>
    public int Missing { get; }

    /// <summary>Grows a forest.</summary>
    /// <param name="rows">The reference table, row by row.</param>
    /// <param name="columns">How many values a row has.</param>
    /// <param name="seed">Seed of all random choices.</param>
    /// <param name="trees">How many trees; 1 or more, 100 in the paper.</param>
    /// <param name="sampleSize">psi: rows for each tree; 2 or more, 256 in the paper. All rows, if there are fewer.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the columns, a value is infinite, or fewer than two rows are complete.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or so many trees of so many rows have more than 2^28 nodes.</exception>
    public static IsolationForest Fit<T>(ReadOnlySpan<T> rows, int columns, int seed, int trees = 100, int sampleSize = 256)
        where T : struct, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trees, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleSize, 2);
        int[] order = CompleteRows.Places(rows, columns, nameof(rows));
        if (order.Length < 2)
        {
            throw new ArgumentException($"There are {order.Length} complete rows; expected at least two.", nameof(rows));
        }

        int size = Math.Min(sampleSize, order.Length);
        if (trees * (1L << IsolationTree.LevelsOf(size)) > MostNodes)
        {
            throw new ArgumentOutOfRangeException(nameof(sampleSize), sampleSize, $"Expected at most {MostNodes} nodes in {trees} trees together.");
        }

        double[] meanDepths = IsolationTree.MeanDepths(size);
        double[] sample = new double[size * columns];
        int[] own = new int[size];
        int[] columnOrder = [.. Enumerable.Range(0, columns)];
        Random random = new(seed);
        IsolationTree[] grown = new IsolationTree[trees];
        for (int tree = 0; tree < trees; tree++)
        {
            // The first steps of Fisher and Yates' shuffle: a subsample without replacement.
            for (int i = 0; i < size; i++)
            {
                int other = random.Next(i, order.Length);
                (order[i], order[other]) = (order[other], order[i]);
                TensorPrimitives.ConvertTruncating(rows.Slice(order[i] * columns, columns), sample.AsSpan(i * columns, columns));
                own[i] = i;
            }

            grown[tree] = IsolationTree.Grow(sample, columnOrder, own, meanDepths, random);
        }

        return new(grown, columns, size, meanDepths[size], rows.Length / columns - order.Length);
    }

    /// <summary>The score of a row: from 0 to 1, higher meaning stranger; NaN if a value is NaN.</summary>
    /// <param name="row">One value for each column.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    public double Score<T>(ReadOnlySpan<T> row)
        where T : struct, IFloatingPointIeee754<T>
    {
        CompleteRows.RequireLength(row.Length, Columns, nameof(row));
        double score = 0;
        Scores(row, new Span<double>(ref score));
        return score;
    }

    /// <summary>The scores of many rows: the same numbers as one by one, in less time.</summary>
    /// <param name="rows">The rows, one after the other.</param>
    /// <param name="scores">Takes one score for each row; NaN for a row with a NaN.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void Scores<T>(ReadOnlySpan<T> rows, Span<double> scores)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (rows.Length != (long)scores.Length * Columns)
        {
            throw new ArgumentException($"There are {rows.Length} values for {scores.Length} rows; expected {Columns} for each.", nameof(rows));
        }

        for (int start = 0; start < scores.Length; start += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, scores.Length - start);
            ReadOnlySpan<T> own = rows.Slice(start * Columns, count * Columns);
            Span<double> depths = scores.Slice(start, count);
            depths.Clear();
            _nodes.AddDepths(own, Columns, depths);
            for (int row = 0; row < count; row++)
            {
                depths[row] = HasNaN(own.Slice(row * Columns, Columns)) ? double.NaN : Math.Pow(2, -depths[row] * _scale);
            }
        }
    }

    private static bool HasNaN<T>(ReadOnlySpan<T> row)
        where T : struct, IFloatingPointIeee754<T>
    {
        foreach (T value in row)
        {
            if (T.IsNaN(value))
            {
                return true;
            }
        }

        return false;
    }
}
