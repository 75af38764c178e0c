namespace AISafety.Statistics;

/// <summary>What rows are grouped by: a name, and the name of each group in the order of the codes. Attributes are crossed to look at intersections.</summary>
/// <remarks>Crossed, the group of code a and that of code b have the code a * (number of b's groups) + b, and are called <c>a, b</c>. Every combination has a code, whether it occurs or not. Immutable.</remarks>
public sealed class GroupAttribute
{
    private readonly string[] _groups;

    /// <summary>Names the groups.</summary>
    /// <param name="name">What rows are grouped by.</param>
    /// <param name="groups">The groups' names, in the order of the codes; 1 to 65,536, none twice.</param>
    /// <exception cref="ArgumentException">There is no group, there are too many, or a name comes twice.</exception>
    public GroupAttribute(string name, IEnumerable<string> groups)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(groups);
        _groups = [.. groups];
        if (_groups.Length is < 1 or > GroupCounts.MostGroups)
        {
            throw new ArgumentException($"There are {_groups.Length} groups; expected 1 to {GroupCounts.MostGroups}.", nameof(groups));
        }

        if (_groups.Distinct(StringComparer.Ordinal).Count() < _groups.Length)
        {
            throw new ArgumentException("A name comes twice; expected a name for each group.", nameof(groups));
        }

        Name = name;
    }

    // Joined names may meet, as of "a, b" with "c" and of "a" with "b, c"; the codes do not.
    private GroupAttribute(string name, string[] groups) => (Name, _groups) = (name, groups);

    /// <summary>What rows are grouped by; crossed attributes are joined by <c>" x "</c>.</summary>
    public string Name { get; }

    /// <summary>The groups' names, in the order of the codes.</summary>
    public IReadOnlyList<string> Groups => _groups;

    /// <summary>How many groups there are.</summary>
    public int GroupCount => _groups.Length;

    /// <summary>Makes an attribute of the names that occur, in ordinal order, and gives each row its code.</summary>
    /// <param name="name">What rows are grouped by.</param>
    /// <param name="values">The name of each row's group; at least one row.</param>
    /// <param name="codes">Gets each row's code; as many.</param>
    /// <exception cref="ArgumentException">The lengths differ, there is no row, or there are too many groups.</exception>
    public static GroupAttribute Encode(string name, ReadOnlySpan<string> values, Span<int> codes)
    {
        RequireLength(codes.Length, values.Length, nameof(codes));
        GroupAttribute attribute = new(name, (IEnumerable<string>)new SortedSet<string>([.. values], StringComparer.Ordinal));
        Dictionary<string, int> codeOf = new(StringComparer.Ordinal);
        foreach (string group in attribute._groups)
        {
            codeOf[group] = codeOf.Count;
        }

        for (int i = 0; i < values.Length; i++)
        {
            codes[i] = codeOf[values[i]];
        }

        return attribute;
    }

    /// <summary>The attribute of all combinations with another.</summary>
    /// <exception cref="ArgumentException">There are too many combinations.</exception>
    public GroupAttribute Cross(GroupAttribute other)
    {
        ArgumentNullException.ThrowIfNull(other);
        long combinations = (long)GroupCount * other.GroupCount;
        return combinations <= GroupCounts.MostGroups
            ? new($"{Name} x {other.Name}", [.. _groups.SelectMany(_ => other._groups, static (own, others) => $"{own}, {others}")])
            : throw new ArgumentException($"There are {combinations} combinations; expected {GroupCounts.MostGroups} at most.", nameof(other));
    }

    /// <summary>The codes of the combinations.</summary>
    /// <param name="own">Each row's code of this attribute.</param>
    /// <param name="other">The attribute that it is crossed with.</param>
    /// <param name="others">Each row's code of that; as many.</param>
    /// <param name="crossed">Gets each row's code of the crossed attribute; as many.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there is no such group.</exception>
    public void Cross(ReadOnlySpan<int> own, GroupAttribute other, ReadOnlySpan<int> others, Span<int> crossed)
    {
        ArgumentNullException.ThrowIfNull(other);
        GroupCode.Require(own, crossed.Length, GroupCount);
        GroupCode.Require(others, crossed.Length, other.GroupCount);
        for (int i = 0; i < own.Length; i++)
        {
            crossed[i] = own[i] * other.GroupCount + others[i];
        }
    }

    private static void RequireLength(int length, int rows, string name)
    {
        if (length != rows)
        {
            throw new ArgumentException($"There are places for {length} codes and {rows} rows; expected as many of each.", name);
        }
    }
}
