namespace AISafety;

/// <summary>A guard's verdict that replaces nothing. Converts implicitly to <see cref="Verdict{T}"/>.</summary>
/// <remarks><c>default</c> is no verdict and is enforced as a block. Only <see cref="Allow"/> comes without evidence.</remarks>
public readonly struct Verdict
{
    internal Verdict(SafetyAction action, object? detail)
    {
        Action = action;
        Detail = detail;
    }

    /// <summary>What the guard asks for.</summary>
    public SafetyAction Action { get; }

    internal object? Detail { get; }

    /// <summary>Go on.</summary>
    public static Verdict Allow => new(SafetyAction.Allow, null);

    /// <summary>Go on, but tell: the evidence is in the result.</summary>
    public static Verdict Flag(Evidence evidence) => With(SafetyAction.Flag, evidence);

    /// <summary>Stop and hand the call to a person.</summary>
    public static Verdict Review(Evidence evidence) => With(SafetyAction.Review, evidence);

    /// <summary>Stop.</summary>
    public static Verdict Block(Evidence evidence) => With(SafetyAction.Block, evidence);

    /// <summary>Stop, with a code and a message.</summary>
    public static Verdict Block(string code, string message) => Block(new Evidence(code, message));

    /// <summary>Go on with <paramref name="replacement"/> in place of what was inspected.</summary>
    /// <param name="replacement">The new input or output. Null is enforced as a block.</param>
    /// <param name="evidence">What was changed and why.</param>
    /// <exception cref="ArgumentNullException"><paramref name="evidence"/> is null.</exception>
    public static Verdict<T> Replace<T>(T replacement, Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return Verdict<T>.Replacing(replacement, evidence);
    }

    /// <summary>Go on with <paramref name="replacement"/>, for several reasons.</summary>
    /// <param name="replacement">The new input or output. Null is enforced as a block.</param>
    /// <param name="evidence">At least one reason.</param>
    /// <exception cref="ArgumentException"><paramref name="evidence"/> is empty or holds null.</exception>
    public static Verdict<T> Replace<T>(T replacement, IReadOnlyList<Evidence> evidence) =>
        Verdict<T>.Replacing(replacement, Snapshot(evidence));

    /// <summary>Any action but <see cref="SafetyAction.Allow"/> and <see cref="SafetyAction.Replace"/>, chosen at run time.</summary>
    /// <param name="action"><see cref="SafetyAction.Flag"/>, <see cref="SafetyAction.Review"/> or <see cref="SafetyAction.Block"/>.</param>
    /// <param name="evidence">The reason.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="action"/> is another action.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="evidence"/> is null.</exception>
    public static Verdict With(SafetyAction action, Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return new(Checked(action), evidence);
    }

    /// <summary>Any action but <see cref="SafetyAction.Allow"/> and <see cref="SafetyAction.Replace"/>, for several reasons.</summary>
    /// <param name="action"><see cref="SafetyAction.Flag"/>, <see cref="SafetyAction.Review"/> or <see cref="SafetyAction.Block"/>.</param>
    /// <param name="evidence">At least one reason.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="action"/> is another action.</exception>
    /// <exception cref="ArgumentException"><paramref name="evidence"/> is empty or holds null.</exception>
    public static Verdict With(SafetyAction action, IReadOnlyList<Evidence> evidence) => new(Checked(action), Snapshot(evidence));

    private static SafetyAction Checked(SafetyAction action) =>
        action is SafetyAction.Flag or SafetyAction.Review or SafetyAction.Block
            ? action
            : throw new ArgumentOutOfRangeException(nameof(action), action, "Expected Flag, Review or Block.");

    private static Evidence[] Snapshot(IReadOnlyList<Evidence> evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        Evidence[] copy = [.. evidence];
        return copy.Length > 0 && Array.TrueForAll(copy, static one => one is not null)
            ? copy
            : throw new ArgumentException("Expected at least one piece of evidence and no null.", nameof(evidence));
    }
}
