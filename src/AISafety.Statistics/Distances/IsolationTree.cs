using System.Numerics;

namespace AISafety.Statistics;

/// <summary>One tree of an <see cref="IsolationForest"/>, its nodes in one array: children lie side by side.</summary>
internal sealed class IsolationTree
{
    private readonly Node[] _nodes;

    private IsolationTree(Node[] nodes) => _nodes = nodes;

    /// <summary>c(n): the mean depth of an unsuccessful search in a binary search tree of n keys; 0 below 2.</summary>
    public static double MeanDepth(int count)
    {
        double harmonic = 0;
        for (int i = count - 1; i >= 1; i--)
        {
            harmonic += 1.0 / i;
        }

        return count < 2 ? 0 : 2 * harmonic - 2.0 * (count - 1) / count;
    }

    /// <summary>Grows a tree from some rows of a table; their order is changed.</summary>
    public static IsolationTree Grow(double[] table, int columns, Span<int> rows, Random random)
    {
        int limit = BitOperations.Log2((uint)rows.Length - 1) + 1;
        List<Node> nodes = [default];
        Stack<(int Node, int Start, int Count, int Depth)> open = new([(0, 0, rows.Length, 0)]);
        int[] varying = new int[columns];
        while (open.TryPop(out (int Node, int Start, int Count, int Depth) at))
        {
            Span<int> own = rows.Slice(at.Start, at.Count);
            int choices = at.Depth < limit && at.Count > 1 ? Varying(table, columns, own, varying) : 0;
            if (choices == 0)
            {
                nodes[at.Node] = new(-1, at.Depth + MeanDepth(at.Count), 0);
                continue;
            }

            int column = varying[random.Next(choices)];
            (double min, double max) = Range(table, columns, own, column);
            double share = random.NextDouble();
            double cut = Math.Max(min * (1 - share) + max * share, Math.BitIncrement(min));
            int left = Split(table, columns, own, column, Math.Min(cut, max));
            nodes[at.Node] = new(column, Math.Min(cut, max), nodes.Count);
            open.Push((nodes.Count, at.Start, left, at.Depth + 1));
            open.Push((nodes.Count + 1, at.Start + left, at.Count - left, at.Depth + 1));
            nodes.Add(default);
            nodes.Add(default);
        }

        return new([.. nodes]);
    }

    /// <summary>The depth at which a row ends up, with what further cuts would add on average.</summary>
    public double Depth<T>(ReadOnlySpan<T> row)
        where T : struct, IFloatingPointIeee754<T>
    {
        Node node = _nodes[0];
        while (node.Column >= 0)
        {
            node = _nodes[double.CreateTruncating(row[node.Column]) < node.Value ? node.Left : node.Left + 1];
        }

        return node.Value;
    }

    // Columns in which the rows differ.
    private static int Varying(double[] table, int columns, ReadOnlySpan<int> rows, int[] varying)
    {
        int count = 0;
        for (int column = 0; column < columns; column++)
        {
            (double min, double max) = Range(table, columns, rows, column);
            if (min < max)
            {
                varying[count++] = column;
            }
        }

        return count;
    }

    private static (double Min, double Max) Range(double[] table, int columns, ReadOnlySpan<int> rows, int column)
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
    private static int Split(double[] table, int columns, Span<int> rows, int column, double cut)
    {
        int left = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (table[rows[i] * columns + column] < cut)
            {
                (rows[left], rows[i]) = (rows[i], rows[left]);
                left++;
            }
        }

        return left;
    }

    // A branch: column, cut, and the left child's place, the right one's being next. A leaf: -1 and the depth.
    private readonly record struct Node(int Column, double Value, int Left);
}
