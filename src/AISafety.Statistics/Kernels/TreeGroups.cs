using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AISafety.Statistics;

/// <summary>The cuts of a forest's trees as flat arrays, and the way down them: eight trees at a time, none of which waits for another.</summary>
/// <remarks>
/// <para>Every tree is a complete one: node 1 is the root, the children of node i are 2i and 2i + 1, and below a leaf that is not at the bottom all leaves have its value. So each way down takes as many
/// steps, and no branch depends on data. Eight trees lie side by side: node by node, one of each. What is left of the last eight has leaves of zero.</para>
/// <para>A row goes left where its value is less than the cut. For floats a cut is rounded up to one: a float is less than that exactly if it is less than the cut.</para>
/// </remarks>
internal sealed class TreeGroups<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly Node[] _nodes;
    private readonly double[] _leaves;
    private readonly int _levels;

    /// <summary>Takes the trees as they were grown.</summary>
    public TreeGroups(IsolationTree[] trees, int levels)
    {
        _levels = levels;
        int groups = (trees.Length + ForestNodes.TreesAtOnce - 1) / ForestNodes.TreesAtOnce;
        int size = ForestNodes.TreesAtOnce << levels;
        _nodes = new Node[checked(groups * size)];
        _leaves = new double[groups * size];
        for (int tree = 0; tree < trees.Length; tree++)
        {
            int at = tree / ForestNodes.TreesAtOnce * size + tree % ForestNodes.TreesAtOnce;
            for (int i = 0; i < 1 << levels; i++, at += ForestNodes.TreesAtOnce)
            {
                _nodes[at] = new(RoundedUp(trees[tree].Cuts[i]), trees[tree].Columns[i]);
                _leaves[at] = trees[tree].Leaves[i];
            }
        }
    }

    /// <summary>Adds to each row's depth that in each tree.</summary>
    /// <param name="rows">The rows, one after the other; without NaN.</param>
    /// <param name="columns">How many values a row has; more than any node's column.</param>
    /// <param name="depths">One for each row.</param>
    public void AddDepths(ReadOnlySpan<T> rows, int columns, Span<double> depths)
    {
        Debug.Assert(rows.Length == depths.Length * columns);
        ref T first = ref MemoryMarshal.GetReference(rows);
        int size = ForestNodes.TreesAtOnce << _levels;
        for (int group = 0; group < _nodes.Length; group += size)
        {
            ref Node nodes = ref _nodes[group];
            ref double leaves = ref _leaves[group];
            ref T row = ref first;
            for (int i = 0; i < depths.Length; i++, row = ref Unsafe.Add(ref row, columns))
            {
                depths[i] += Depths(ref nodes, ref leaves, ref row, _levels);
            }
        }
    }

    // An index is that of a node times eight; the tree's place among the eight is added last, where the address takes it for nothing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Depths(ref Node nodes, ref double leaves, ref T row, int levels)
    {
        const int Root = ForestNodes.TreesAtOnce;
        nint a = Root, b = Root, c = Root, d = Root, e = Root, f = Root, g = Root, h = Root;
        for (int level = 0; level < levels; level++)
        {
            a = Step(ref Unsafe.Add(ref nodes, a), ref row, a);
            b = Step(ref Unsafe.Add(ref nodes, b + 1), ref row, b);
            c = Step(ref Unsafe.Add(ref nodes, c + 2), ref row, c);
            d = Step(ref Unsafe.Add(ref nodes, d + 3), ref row, d);
            e = Step(ref Unsafe.Add(ref nodes, e + 4), ref row, e);
            f = Step(ref Unsafe.Add(ref nodes, f + 5), ref row, f);
            g = Step(ref Unsafe.Add(ref nodes, g + 6), ref row, g);
            h = Step(ref Unsafe.Add(ref nodes, h + 7), ref row, h);
        }

        // The leaves' own numbering begins where the nodes' ends.
        nint end = (nint)ForestNodes.TreesAtOnce << levels;
        return Unsafe.Add(ref leaves, a - end) + Unsafe.Add(ref leaves, b - end + 1)
            + (Unsafe.Add(ref leaves, c - end + 2) + Unsafe.Add(ref leaves, d - end + 3))
            + (Unsafe.Add(ref leaves, e - end + 4) + Unsafe.Add(ref leaves, f - end + 5)
            + (Unsafe.Add(ref leaves, g - end + 6) + Unsafe.Add(ref leaves, h - end + 7)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Step(ref Node node, ref T row, nint at)
    {
        bool right = Unsafe.Add(ref row, node.Column) >= node.Cut;
        return 2 * at + ForestNodes.TreesAtOnce * (nint)Unsafe.BitCast<bool, byte>(right);
    }

    private static T RoundedUp(double cut)
    {
        T rounded = T.CreateTruncating(cut);
        return double.CreateTruncating(rounded) < cut ? T.BitIncrement(rounded) : rounded;
    }

    private readonly struct Node(T cut, int column)
    {
        public readonly T Cut = cut;
        public readonly int Column = column;
    }
}
