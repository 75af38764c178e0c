using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>What is asked of group codes wherever they are taken.</summary>
internal static class GroupCode
{
    /// <exception cref="ArgumentOutOfRangeException">There may not be so many groups.</exception>
    public static int RequireCount(int groupCount)
    {
        if (groupCount is < 1 or > GroupCounts.MostGroups)
        {
            throw new ArgumentOutOfRangeException(nameof(groupCount), groupCount, $"Expected 1 to {GroupCounts.MostGroups} groups.");
        }

        return groupCount;
    }

    /// <exception cref="ArgumentException">The lengths differ, or a code is not from 0 to <paramref name="groupCount"/> - 1.</exception>
    public static void Require<TCode>(ReadOnlySpan<TCode> groups, int rows, int groupCount)
        where TCode : struct, IBinaryInteger<TCode>
    {
        if (groups.Length != rows)
        {
            throw new ArgumentException($"There are {groups.Length} groups and {rows} rows; expected as many of each.", nameof(groups));
        }

        if (groups.IsEmpty)
        {
            return;
        }

        TCode least = TensorPrimitives.Min(groups);
        TCode greatest = TensorPrimitives.Max(groups);
        if (TCode.IsNegative(least) || long.CreateSaturating(greatest) >= groupCount)
        {
            throw new ArgumentException($"There is a group {(TCode.IsNegative(least) ? least : greatest)}; expected groups from 0 to {groupCount - 1}.", nameof(groups));
        }
    }
}
