using System.Numerics;

namespace AISafety.Statistics;

/// <summary>One tree of an <see cref="IsolationForest"/> while it is grown: a complete one, in which what lies below an early leaf repeats it.</summary>
/// <remarks>Node 1 is the root; the children of node i are 2i and 2i + 1; node 2^levels + j would be leaf j.</remarks>
internal sealed class IsolationTree
{
    private readonly int _levels;
    private readonly double[] _meanDepths;

    private IsolationTree(int levels, double[] meanDepths)
    {
        _levels = levels;
        _meanDepths = meanDepths;
        Cuts = new double[1 << levels];
        Columns = new int[1 << levels];
        Leaves = new double[1 << levels];
    }

    /// <summary>At each node the number below which a row goes left.</summary>
    public double[] Cuts { get; }

    /// <summary>The column that each node looks at.</summary>
    public int[] Columns { get; }

    /// <summary>The depth of each leaf, with what further cuts would add on average.</summary>
    public double[] Leaves { get; }

    /// <summary>How many levels a tree of so many rows has.</summary>
    public static int LevelsOf(int rows) => BitOperations.Log2((uint)rows - 1) + 1;

    /// <summary>c(n) for n from 0 to a count: the mean depth of an unsuccessful search in a binary search tree of n keys; 0 below 2.</summary>
    public static double[] MeanDepths(int count)
    {
        double[] depths = new double[count + 1];
        double harmonic = 0;
        for (int n = 2; n <= count; n++)
        {
            harmonic += 1.0 / (n - 1);
            depths[n] = 2 * harmonic - 2.0 * (n - 1) / n;
        }

        return depths;
    }

    /// <summary>Grows a tree.</summary>
    /// <param name="table">The rows, one after the other.</param>
    /// <param name="order">The columns' numbers, in any order; it is changed.</param>
    /// <param name="rows">The rows' numbers; their order is changed.</param>
    /// <param name="meanDepths"><see cref="MeanDepths"/> for as many rows.</param>
    /// <param name="random">Of columns and places.</param>
    public static IsolationTree Grow(ReadOnlySpan<double> table, Span<int> order, Span<int> rows, double[] meanDepths, Random random)
    {
        IsolationTree tree = new(LevelsOf(rows.Length), meanDepths);
        tree.Grow(table, order, rows, random, node: 1, depth: 0);
        return tree;
    }

    private void Grow(ReadOnlySpan<double> table, Span<int> order, Span<int> rows, Random random, int node, int depth)
    {
        if (depth == _levels || rows.Length <= 1 || !TryDraw(table, order, rows, random, out int column, out double min, out double max))
        {
            int below = _levels - depth;
            Leaves.AsSpan((node << below) - (1 << _levels), 1 << below).Fill(depth + _meanDepths[rows.Length]);
            return;
        }

        double share = random.NextDouble();
        double cut = Math.Min(Math.Max(min * (1 - share) + max * share, Math.BitIncrement(min)), max);
        int left = Split(table, order.Length, rows, column, cut);
        (Cuts[node], Columns[node]) = (cut, column);
        Grow(table, order, rows[..left], random, 2 * node, depth + 1);
        Grow(table, order, rows[left..], random, 2 * node + 1, depth + 1);
    }

    // One of the columns in which the rows differ, all being equally probable: drawn without replacement until one does.
    private static bool TryDraw(ReadOnlySpan<double> table, Span<int> order, ReadOnlySpan<int> rows, Random random, out int column, out double min, out double max)
    {
        for (int tried = 0; tried < order.Length; tried++)
        {
            int other = random.Next(tried, order.Length);
            (order[tried], order[other]) = (order[other], order[tried]);
            column = order[tried];
            (min, max) = Range(table, order.Length, rows, column);
            if (min < max)
            {
                return true;
            }
        }

        (column, min, max) = (-1, 0, 0);
        return false;
    }

    private static (double Min, double Max) Range(ReadOnlySpan<double> table, int columns, ReadOnlySpan<int> rows, int column)
    {
        double min = double.PositiveInfinity;
        double max = double.NegativeInfinity;
        foreach (int row in rows)
        {
            double value = table[row * columns + column];
            min = value < min ? value : min;
            max = value > max ? value : max;
        }

        return (min, max);
    }

    // Rows below the cut first; gives how many they are.
    private static int Split(ReadOnlySpan<double> table, int columns, Span<int> rows, int column, double cut)
    {
        int left = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            rows[i] = rows[left];
            rows[left] = row;
            left += table[row * columns + column] < cut ? 1 : 0;
        }

        return left;
    }
}
