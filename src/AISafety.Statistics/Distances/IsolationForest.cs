using System.Numerics;

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
    private readonly IsolationTree[] _trees;
    private readonly double _scale;

    private IsolationForest(IsolationTree[] trees, int columns, int sampleSize, int missing)
    {
        _trees = trees;
        Columns = columns;
        SampleSize = sampleSize;
        Missing = missing;
        _scale = 1 / (trees.Length * IsolationTree.MeanDepth(sampleSize));
    }

    /// <summary>How many values a row has.</summary>
    public int Columns { get; }

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
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static IsolationForest Fit<T>(ReadOnlySpan<T> rows, int columns, int seed, int trees = 100, int sampleSize = 256)
        where T : struct, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trees, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleSize, 2);
        double[] table = CompleteRows.Of(rows, columns, nameof(rows), out int missing);
        int count = table.Length / columns;
        if (count < 2)
        {
            throw new ArgumentException($"There are {count} complete rows; expected at least two.", nameof(rows));
        }

        int size = Math.Min(sampleSize, count);
        Random random = new(seed);
        int[] order = [.. Enumerable.Range(0, count)];
        IsolationTree[] grown = new IsolationTree[trees];
        for (int tree = 0; tree < trees; tree++)
        {
            // The first steps of Fisher and Yates' shuffle: a subsample without replacement.
            for (int i = 0; i < size; i++)
            {
                int other = random.Next(i, count);
                (order[i], order[other]) = (order[other], order[i]);
            }

            grown[tree] = IsolationTree.Grow(table, columns, order.AsSpan(0, size), random);
        }

        return new(grown, columns, size, missing);
    }

    /// <summary>The score of a row: from 0 to 1, higher meaning stranger; NaN if a value is NaN.</summary>
    /// <param name="row">One value for each column.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    public double Score<T>(ReadOnlySpan<T> row)
        where T : struct, IFloatingPointIeee754<T>
    {
        CompleteRows.RequireLength(row.Length, Columns, nameof(row));
        foreach (T value in row)
        {
            if (T.IsNaN(value))
            {
                return double.NaN;
            }
        }

        double depth = 0;
        foreach (IsolationTree tree in _trees)
        {
            depth += tree.Depth(row);
        }

        return Math.Pow(2, -depth * _scale);
    }
}
