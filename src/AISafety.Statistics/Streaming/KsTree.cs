using System.Runtime.CompilerServices;

namespace AISafety.Statistics;

/// <summary>The tree under <see cref="StreamingKs"/>: sums with the greatest and least prefix sums, in whole numbers.</summary>
/// <remarks>Leaf i stands for the gap before the i-th distinct reference value, and then that value: two prefixes end in it. The last leaf has a gap
/// only. Node 1 is the root, node k has the children 2k and 2k + 1. No prefix sum exceeds n w, which fits a long.</remarks>
internal sealed class KsTree
{
    private readonly Node[] _nodes;
    private readonly Node[] _empty;
    private readonly long[] _gaps;
    private readonly int _leaves;
    private readonly long _step;
    private readonly long _windowSize;

    public KsTree(int[] referenceCounts, int referenceCount, int windowSize)
    {
        _step = referenceCount;
        _windowSize = windowSize;
        _leaves = 1;
        while (_leaves < referenceCounts.Length + 1)
        {
            _leaves *= 2;
        }

        _gaps = new long[_leaves];
        _nodes = new Node[2 * _leaves];
        for (int i = 0; i < referenceCounts.Length; i++)
        {
            _nodes[_leaves + i] = Node.Leaf(0, -_windowSize * referenceCounts[i]);
        }

        for (int k = _leaves - 1; k > 0; k--)
        {
            _nodes[k] = _nodes[2 * k].Beside(_nodes[(2 * k) + 1], isRight: 0);
        }

        _empty = [.. _nodes];
    }

    /// <summary>The statistic of a full window.</summary>
    public double Statistic => Math.Max(_nodes[1].Greatest, -_nodes[1].Least) / ((double)_step * _windowSize);

    /// <summary>Counts a value of the window in or out.</summary>
    /// <param name="place">Twice the leaf, plus 1 if the value equals the leaf's reference value.</param>
    /// <param name="count">1 or -1.</param>
    public void Add(int place, int count)
    {
        Node[] nodes = _nodes;
        int leaf = place >> 1;
        long mass = _step * count;
        long gap = _gaps[leaf] += (place & 1) == 0 ? mass : 0;
        int k = _leaves + leaf;
        Node node = Node.Leaf(gap, nodes[k].Sum + mass);
        nodes[k] = node;
        while (k > 1)
        {
            // The children are beside each other: k and k ^ 1.
            node = node.Beside(nodes[k ^ 1], k & 1);
            k >>= 1;
            nodes[k] = node;
        }
    }

    /// <summary>The statistic while the window is being filled: the weights are not yet those of the tree.</summary>
    public double StatisticOf(int count, ReadOnlySpan<int> referenceCounts)
    {
        long inWindow = 0;
        long inReference = 0;
        double greatest = 0;
        for (int i = 0; i < referenceCounts.Length; i++)
        {
            long gap = _gaps[i] / _step;
            greatest = Math.Max(greatest, Gap(inWindow + gap, inReference, count));
            inWindow += (_nodes[_leaves + i].Sum + (_windowSize * referenceCounts[i])) / _step;
            inReference += referenceCounts[i];
            greatest = Math.Max(greatest, Gap(inWindow, inReference, count));
        }

        return greatest;
    }

    public void Clear()
    {
        _empty.AsSpan().CopyTo(_nodes);
        _gaps.AsSpan().Clear();
    }

    private double Gap(long inWindow, long inReference, int count) =>
        Math.Abs((inWindow * _step) - (inReference * count)) / ((double)_step * count);

    private readonly record struct Node(long Sum, long Greatest, long Least)
    {
        public static Node Leaf(long gap, long sum) => new(sum, Max(gap, sum), Min(gap, sum));

        /// <summary>The parent of this node and its sibling.</summary>
        /// <param name="sibling">The other child.</param>
        /// <param name="isRight">1 if this is the right child, 0 if it is the left one: no branch, for the way up is data's and cannot be foreseen.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Node Beside(in Node sibling, long isRight)
        {
            long right = -isRight;
            long before = Sum + ((sibling.Sum - Sum) & right);
            long greatest = (Greatest ^ sibling.Greatest) & right;
            long least = (Least ^ sibling.Least) & right;
            return new(
                Sum + sibling.Sum,
                Max(Greatest ^ greatest, before + (sibling.Greatest ^ greatest)),
                Min(Least ^ least, before + (sibling.Least ^ least)));
        }

        // No sum comes near the ends of a long.
        private static long Max(long a, long b) => a - ((a - b) & ((a - b) >> 63));

        private static long Min(long a, long b) => b + ((a - b) & ((a - b) >> 63));
    }
}
