namespace AISafety;

/// <summary>A guard's verdict on a <typeparamref name="T"/>: an action, and either evidence or a replacement with evidence.</summary>
/// <typeparam name="T">What was inspected.</typeparam>
/// <remarks>Sixteen bytes. <c>default</c> is no verdict and is enforced as a block. Made by the factories of <see cref="Verdict"/>.</remarks>
public readonly struct Verdict<T>
{
    // Null, Evidence, Evidence[] or Substitute: one reference, so that the struct comes back in registers.
    private readonly object? _detail;

    private Verdict(SafetyAction action, object? detail)
    {
        Action = action;
        _detail = detail;
    }

    /// <summary>What the guard asks for.</summary>
    public SafetyAction Action { get; }

    /// <summary>The reasons; empty for <see cref="SafetyAction.Allow"/> and for <c>default</c>.</summary>
    public ReadOnlySpan<Evidence> Evidence
    {
        get
        {
            object? reasons = _detail is Substitute substitute ? substitute.Reasons : _detail;
            return reasons switch
            {
                Evidence[] many => many,
                Evidence one => new Evidence[] { one },
                _ => [],
            };
        }
    }

    /// <summary>The replacement, if <see cref="Action"/> is <see cref="SafetyAction.Replace"/>; else <c>default</c>.</summary>
    public T? Replacement => _detail is Substitute substitute ? substitute.Value : default;

    /// <summary>A verdict that replaces nothing is a verdict on any type.</summary>
    public static implicit operator Verdict<T>(Verdict verdict) => new(verdict.Action, verdict.Detail);

    internal static Verdict<T> Replacing(T value, object reasons) => new(SafetyAction.Replace, new Substitute(value, reasons));

    private sealed class Substitute(T value, object reasons)
    {
        public T Value { get; } = value;

        public object Reasons { get; } = reasons;
    }
}
