using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Brings the rows of each group together, in their order.</summary>
internal readonly ref struct GroupPartition<TCode>
    where TCode : struct, IBinaryInteger<TCode>
{
    private readonly ReadOnlySpan<TCode> _groups;
    private readonly int[] _ends;

    /// <exception cref="ArgumentException">There are not as many groups as rows, or there is no such group.</exception>
    public GroupPartition(ReadOnlySpan<TCode> groups, int rows, int groupCount)
    {
        GroupCode.RequireCount(groupCount);
        GroupCode.Require(groups, rows, groupCount);
        _groups = groups;
        _ends = new int[groupCount + 1];
        foreach (TCode group in groups)
        {
            _ends[int.CreateTruncating(group) + 1]++;
        }

        for (int group = 1; group <= groupCount; group++)
        {
            _ends[group] += _ends[group - 1];
        }
    }

    /// <summary>Which of the partitioned rows are of a group.</summary>
    public Range this[int group] => _ends[group].._ends[group + 1];

    /// <summary>Copies values so that those of a group lie together.</summary>
    public void Scatter<T>(ReadOnlySpan<T> values, Span<T> target)
    {
        int[] rented = ArrayPool<int>.Shared.Rent(_ends.Length);
        Span<int> next = rented.AsSpan(0, _ends.Length);
        _ends.CopyTo(next);
        for (int i = 0; i < values.Length; i++)
        {
            target[next[int.CreateTruncating(_groups[i])]++] = values[i];
        }

        ArrayPool<int>.Shared.Return(rented);
    }
}
