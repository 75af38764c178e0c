using System.Collections.Frozen;

namespace AISafety.Fairness;

/// <summary>The codes of the groups that something was fitted for.</summary>
internal sealed class KnownGroups<TGroup>
    where TGroup : notnull
{
    public const int Unknown = -1;

    private readonly TGroup[] _groups;
    private readonly FrozenDictionary<TGroup, int> _codes;

    /// <exception cref="ArgumentException">There is no group, or one is null or listed twice.</exception>
    public KnownGroups(IEnumerable<TGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        _groups = [.. groups];
        Dictionary<TGroup, int> codes = [];
        foreach (TGroup group in _groups)
        {
            if (group is null || !codes.TryAdd(group, codes.Count))
            {
                throw new ArgumentException("A group is null, or is listed twice.", nameof(groups));
            }
        }

        _codes = codes.Count > 0 ? codes.ToFrozenDictionary() : throw new ArgumentException("There is no group; expected at least one.", nameof(groups));
    }

    public IReadOnlyList<TGroup> Groups => _groups;

    /// <summary>The group's code; <see cref="Unknown"/> if it is missing or none of these.</summary>
    public int CodeOf(TGroup? group) => group is { } value && _codes.TryGetValue(value, out int code) ? code : Unknown;

    /// <summary>Rows as columns, and their groups in the order in which they come.</summary>
    /// <exception cref="ArgumentException">There is no row, or a group is null.</exception>
    public static KnownGroups<TGroup> Split(
        IEnumerable<(double Score, bool Outcome, TGroup Group)> rows, out double[] scores, out byte[] outcomes, out int[] codes)
    {
        ArgumentNullException.ThrowIfNull(rows);
        (double Score, bool Outcome, TGroup Group)[] all = [.. rows];
        if (all.Length == 0)
        {
            throw new ArgumentException("There is no row; expected some of each group.", nameof(rows));
        }

        if (Array.FindIndex(all, static row => row.Group is null) is >= 0 and var missing)
        {
            throw new ArgumentException($"Row {missing} has no group; leave it out.", nameof(rows));
        }

        if (all.All(row => all[0].Group.Equals(row.Group)))
        {
            throw new ArgumentException("All rows are of one group; expected two at least.", nameof(rows));
        }

        KnownGroups<TGroup> known = new(all.Select(static row => row.Group).Distinct());
        scores = Array.ConvertAll(all, static row => row.Score);
        outcomes = Array.ConvertAll(all, static row => (byte)(row.Outcome ? 1 : 0));
        codes = Array.ConvertAll(all, row => known.CodeOf(row.Group));
        return known;
    }
}
