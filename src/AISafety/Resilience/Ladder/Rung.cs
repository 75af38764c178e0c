namespace AISafety.Resilience;

/// <summary>A way to answer, below the full model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Answer">Answers; throws where it cannot.</param>
/// <param name="Refusal">How calls end there, if it gives no answer on purpose: Review or Block.</param>
internal sealed record Rung<TIn, TOut>(string Name, Func<TIn, SafetyContext, ValueTask<TOut>> Answer, SafetyAction? Refusal = null)
{
    /// <summary>Told of answers of the full model that were simply allowed; null if it wants none.</summary>
    public IAnswerObserver<TIn, TOut>? Observer { get; init; }

    /// <summary>What results say of an answer when the ladder stands here.</summary>
    public Evidence Standing { get; } = new($"degraded.{Name}", $"The answer is of rung '{Name}', for the ladder stands there.");

    /// <summary>What results say of an answer that the rungs above did not give.</summary>
    public Evidence Fallthrough { get; } = new($"degraded.{Name}", $"The answer is of rung '{Name}', for those above it failed for this call.");
}
