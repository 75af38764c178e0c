namespace AISafety;

/// <summary>How the engine treats a fallback. A fallback's own options add to these.</summary>
public record FallbackOptions
{
    /// <summary>The defaults: judged, no time budget.</summary>
    public static FallbackOptions Default { get; } = new();

    /// <summary>Whether the output guards judge the fallback's answer, and may refuse it. Default: true.</summary>
    public bool Judge { get; init; } = true;

    /// <summary>How long the fallback may take; null (default) for no limit. More than zero. When it is exceeded the next in the
    /// chain is asked.</summary>
    public TimeSpan? TimeBudget { get; init; }
}
