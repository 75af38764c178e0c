namespace AISafety.Access;

/// <summary>A claim that a user must have.</summary>
public sealed class RequiredClaim
{
    private readonly string[] _anyOf;

    /// <summary>Says which claim.</summary>
    /// <param name="type">The claim's type, compared letter by letter.</param>
    /// <param name="anyOf">Its values, of which one is enough; none for any value.</param>
    /// <exception cref="ArgumentException"><paramref name="type"/> is null or blank, or a value is null.</exception>
    public RequiredClaim(string type, params string[] anyOf)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        ArgumentNullException.ThrowIfNull(anyOf);
        if (Array.Exists(anyOf, static value => value is null))
        {
            throw new ArgumentException("A value of the claim is null; expected text.", nameof(anyOf));
        }

        Type = type;
        _anyOf = [.. anyOf];
    }

    /// <summary>The claim's type.</summary>
    public string Type { get; }

    /// <summary>The values of which one is enough; empty for any.</summary>
    public IReadOnlyList<string> AnyOf => _anyOf;

    internal bool IsMetBy(string type, string value) =>
        string.Equals(type, Type, StringComparison.Ordinal) && (_anyOf.Length == 0 || Array.IndexOf(_anyOf, value) >= 0);
}
