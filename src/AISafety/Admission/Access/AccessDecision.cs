using System.Diagnostics.CodeAnalysis;

namespace AISafety.Access;

/// <summary>What an access policy says of a call.</summary>
/// <remarks><c>default</c> is a denial with code <c>access.no-decision</c>.</remarks>
public readonly struct AccessDecision
{
    private static readonly Evidence s_none = new("access.no-decision", "The access policy neither allowed nor denied the call; that counts as a denial.");

    private readonly bool _allows;
    private readonly Evidence? _denial;

    private AccessDecision(bool allows, Evidence? denial)
    {
        _allows = allows;
        _denial = denial;
    }

    /// <summary>The call may start.</summary>
    public static AccessDecision Allow => new(true, null);

    /// <summary>Whether the call may start.</summary>
    [MemberNotNullWhen(false, nameof(Denial))]
    public bool IsAllowed => _allows;

    /// <summary>Why not; null if it may.</summary>
    public Evidence? Denial => _allows ? null : _denial ?? s_none;

    /// <summary>The call may not start.</summary>
    /// <param name="denial">Why: a code such as <c>access.role</c>, and a sentence that names no caller.</param>
    /// <exception cref="ArgumentNullException"><paramref name="denial"/> is null.</exception>
    public static AccessDecision Deny(Evidence denial)
    {
        ArgumentNullException.ThrowIfNull(denial);
        return new(false, denial);
    }
}
