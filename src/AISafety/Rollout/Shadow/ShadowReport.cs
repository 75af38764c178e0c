using AISafety.Statistics;

namespace AISafety.Rollout;

/// <summary>What a shadow has found since the safe model was built.</summary>
/// <typeparam name="TIn">What the models are asked.</typeparam>
/// <typeparam name="TOut">What the models answer.</typeparam>
/// <remarks>Sampled = StableFailed + CopyFailed + Dropped + Compared + CandidateFailed + TimedOut + Abandoned + ComparisonsFailed + Pending, at every moment; Pending is 0 after a flush and after disposal.</remarks>
public sealed record ShadowReport<TIn, TOut>
{
    /// <summary>The shadow's name.</summary>
    public required string Name { get; init; }

    /// <summary>Calls that were chosen to be shadowed.</summary>
    public long Sampled { get; init; }

    /// <summary>Of those, calls in which the model failed, was cancelled or answered null: the candidate was not asked.</summary>
    public long StableFailed { get; init; }

    /// <summary>Calls whose input or output could not be copied, because the function that copies threw.</summary>
    public long CopyFailed { get; init; }

    /// <summary>Calls for which there was no room in the queue, or that came while the shadow was stopped, or were left at disposal.</summary>
    public long Dropped { get; init; }

    /// <summary>Calls that wait for the candidate, or that it is working on.</summary>
    public long Pending { get; init; }

    /// <summary>Pairs of outputs that were compared: <see cref="Agreed"/> + <see cref="Disagreed"/>.</summary>
    public long Compared => Agreed + Disagreed;

    /// <summary>Pairs of outputs that agree.</summary>
    public long Agreed { get; init; }

    /// <summary>Pairs of outputs that do not.</summary>
    public long Disagreed { get; init; }

    /// <summary>Calls in which the candidate threw, or answered null.</summary>
    public long CandidateFailed { get; init; }

    /// <summary>Calls in which the candidate took longer than <see cref="ShadowOptions{TOut}.TimeBudget"/>, and then came back.</summary>
    public long TimedOut { get; init; }

    /// <summary>Calls in which it had not come back after twice that, or when the safe model had been disposed of.</summary>
    public long Abandoned { get; init; }

    /// <summary>Pairs for which the rule of comparison threw.</summary>
    public long ComparisonsFailed { get; init; }

    /// <summary>Disagreed / Compared; NaN if nothing was compared.</summary>
    public double DisagreementRate => Compared == 0 ? double.NaN : (double)Disagreed / Compared;

    /// <summary>The interval that holds the disagreement rate at all times at once with a probability of 1 - <see cref="Alpha"/>: one may look whenever and stop whenever. It is of calls that were compared; calls in which the candidate
    /// failed are not among them.</summary>
    public Interval DisagreementInterval { get; init; } = new(0, 1);

    /// <summary>The probability that the interval ever misses.</summary>
    public double Alpha { get; init; }

    /// <summary>How long the model took, in the calls that the candidate answered as well.</summary>
    public ShadowLatency StableLatency { get; init; }

    /// <summary>How long the candidate took, in the calls that it answered in time; without the time in the queue.</summary>
    public ShadowLatency CandidateLatency { get; init; }

    /// <summary>Abandoned calls that have not come back yet.</summary>
    public int AbandonedNow { get; init; }

    /// <summary>Whether the shadow has stopped, because too many abandoned calls have not come back.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Disagreements: all, or a uniform sample of <see cref="ShadowOptions{TOut}.Examples"/>; in no particular order.</summary>
    public IReadOnlyList<ShadowExample<TIn, TOut>> Examples { get; init; } = [];
}

/// <summary>Quantiles of how long a model took, in seconds.</summary>
/// <param name="Count">Of how many calls.</param>
/// <param name="Median">Half took at most as long; NaN if there is no call.</param>
/// <param name="P95">95 % took at most as long.</param>
/// <param name="P99">99 % took at most as long.</param>
/// <remarks>From a <see cref="KllSketch"/> of k = 200: within 1.35 % of the rank.</remarks>
public readonly record struct ShadowLatency(long Count, double Median, double P95, double P99)
{
    internal static ShadowLatency Of(KllSketch sketch) => new(sketch.Count, sketch.Quantile(0.5), sketch.Quantile(0.95), sketch.Quantile(0.99));
}

/// <summary>A call on which the models disagreed.</summary>
/// <typeparam name="TIn">What the models are asked.</typeparam>
/// <typeparam name="TOut">What the models answer.</typeparam>
/// <param name="CallId">The call.</param>
/// <param name="Stable">What the model answered.</param>
/// <param name="Candidate">What the candidate answered.</param>
/// <param name="HasInput">Whether the input was kept: <see cref="ShadowOptions{TOut}.KeepInputs"/>.</param>
/// <param name="Input">The input; <c>default</c> if it was not kept.</param>
public sealed record ShadowExample<TIn, TOut>(CallId CallId, TOut Stable, TOut Candidate, bool HasInput, TIn? Input);
