using System.Collections.Frozen;

namespace AISafety;

public sealed partial class SafetyBuilder<TIn, TOut>
{
    internal List<Projection<TIn, TOut>> Columns { get; } = [];

    internal List<GroupCodes<TIn>> Groups { get; } = [];

    /// <summary>Records a number of every call that has an output; NaN in the rows of those that have none.</summary>
    /// <param name="name">The column's name, unique among columns and codes.</param>
    /// <param name="read">Reads the number from the input as received and the output as returned. Runs on the call's path: fast, and free of
    /// side effects. An exception in it gives NaN.</param>
    /// <returns>The handle by which a monitor reads the column.</returns>
    public ColumnHandle AddColumn(string name, Func<TIn, TOut, float> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        RequireFree(name);
        Columns.Add(new(name, read));
        return new(this, name, Columns.Count - 1);
    }

    /// <summary>Records the group of every call as a small code.</summary>
    /// <param name="name">The codes' name, unique among columns and codes.</param>
    /// <param name="group">Reads the group from the input as received; null means missing. Runs on the call's path.</param>
    /// <param name="known">The known groups, 1 to 254; their order gives their codes from 0.</param>
    /// <returns>The handle by which a monitor reads the codes.</returns>
    /// <exception cref="ArgumentException">A group is listed twice, or there are none or too many.</exception>
    public CodesHandle AddCodes<TGroup>(string name, Func<TIn, TGroup?> group, IReadOnlyList<TGroup> known)
        where TGroup : notnull
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(known);
        if (known.Count is 0 or > CodesHandle.Missing)
        {
            throw new ArgumentException($"Codes '{name}' list {known.Count} groups; expected 1 to {CodesHandle.Missing}.", nameof(known));
        }

        Dictionary<TGroup, byte> codes = [];
        foreach (TGroup value in known)
        {
            if (!codes.TryAdd(value, (byte)codes.Count))
            {
                throw new ArgumentException($"Codes '{name}' list a group twice.", nameof(known));
            }
        }

        RequireFree(name);
        FrozenDictionary<TGroup, byte> frozen = codes.ToFrozenDictionary();
        Groups.Add(new(name, input => group(input) is { } value
            ? frozen.TryGetValue(value, out byte code) ? code : CodesHandle.Unseen
            : CodesHandle.Missing));
        return new(this, name, Groups.Count - 1, known.Count);
    }

    private void RequireFree(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Thaw();
        if (Columns.Exists(column => column.Name == name) || Groups.Exists(group => group.Name == name))
        {
            throw new ArgumentException($"A column or codes called '{name}' exist already.", nameof(name));
        }
    }
}
