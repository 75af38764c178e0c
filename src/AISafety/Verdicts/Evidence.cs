using System.Text.Json.Serialization;

namespace AISafety;

/// <summary>Why a guard did not simply allow a call: a stable code for programs and a message for people.</summary>
/// <remarks>
/// <para>Immutable. Guards may share one instance between calls: the engine works on a copy that carries the guard's name, the
/// action and the mode.</para>
/// <para>By convention <see cref="Message"/> never repeats an input's value, so that evidence may be logged; a number that was judged
/// is in <see cref="Score"/>, and <see cref="ToString"/> leaves it out.</para>
/// </remarks>
public sealed class Evidence
{
    /// <summary>Creates evidence.</summary>
    /// <param name="code">A stable dotted code in lower case, such as <c>input.range</c>. Programs and dashboards compare it.</param>
    /// <param name="message">One sentence for a person: what was wrong, where, and what was expected.</param>
    /// <exception cref="ArgumentException"><paramref name="code"/> or <paramref name="message"/> is null or blank.</exception>
    public Evidence(string code, string message)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        ArgumentException.ThrowIfNullOrWhiteSpace(message);
        Code = code;
        Message = message;
    }

    private Evidence(Evidence original, string guard, SafetyAction action, GuardMode mode)
    {
        Code = original.Code;
        Message = original.Message;
        Score = original.Score;
        Threshold = original.Threshold;
        Feature = original.Feature;
        RetryAfter = original.RetryAfter;
        Exception = original.Exception;
        Guard = guard;
        Action = action;
        Mode = mode;
    }

    /// <summary>The stable code. The engine's own are in <see cref="EvidenceCodes"/>.</summary>
    public string Code { get; }

    /// <summary>One sentence for a person.</summary>
    public string Message { get; }

    /// <summary>The name of the guard that gave the evidence; filled in by the engine. Empty until then.</summary>
    public string Guard { get; } = "";

    /// <summary>The action that the guard asked for; filled in by the engine.</summary>
    public SafetyAction Action { get; }

    /// <summary>Whether the action was enforced, or only reported as what would have been done; filled in by the engine.</summary>
    public GuardMode Mode { get; }

    /// <summary>The number that was judged; <see cref="double.NaN"/> (default) if there is none. It may be an input's value: leave it out of what others read.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double Score { get; init; } = double.NaN;

    /// <summary>The limit it was judged against; <see cref="double.NaN"/> (default) if there is none.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double Threshold { get; init; } = double.NaN;

    /// <summary>The feature or property concerned, if one is.</summary>
    public string? Feature { get; init; }

    /// <summary>How long the caller should wait before asking again, where that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What was thrown, if that is the reason. Its text may hold data: <see cref="Message"/> and <see cref="ToString"/> leave it out.</summary>
    [JsonIgnore]
    public Exception? Exception { get; init; }

    /// <summary>Code, guard and message; never an input's value.</summary>
    public override string ToString() =>
        $"{Code}{(Guard.Length > 0 ? $" ({Guard})" : "")}{(Mode == GuardMode.ReportOnly ? " [report only]" : "")}: {Message}";

    /// <summary>The longest <see cref="RetryAfter"/> of the evidence that stopped a call: enforced, Review or Block. Null where none says.</summary>
    internal static TimeSpan? LongestRetryAfter(IReadOnlyList<Evidence> evidence) =>
        evidence.Where(static one => one.Mode == GuardMode.Enforce && one.Action >= SafetyAction.Review).Max(static one => one.RetryAfter);

    internal Evidence Stamped(string guard, SafetyAction action, GuardMode mode) =>
        Guard == guard && Action == action && Mode == mode ? this : new(this, guard, action, mode);
}
