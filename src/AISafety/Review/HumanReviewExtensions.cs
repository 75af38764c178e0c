using AISafety.Review;

namespace AISafety;

/// <summary>Adds human review with rules of your own.</summary>
public static class HumanReviewExtensions
{
    /// <summary>Sends calls that a guard wants reviewed to a queue in this process, <see cref="SafeModel{TIn, TOut}.Reviews"/>. Each Build makes its own queue, by the builder's
    /// clock.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">The queue's bounds.</param>
    /// <param name="rules">What is urgent, what two people must decide, and what becomes of expired items; null for the defaults.</param>
    /// <exception cref="InvalidOperationException">A queue was given already, or the builder is frozen.</exception>
    /// <exception cref="ArgumentException">An option or a rule is out of range.</exception>
    public static SafetyBuilder<TIn, TOut> AddHumanReview<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, ReviewQueueOptions options, ReviewRules<TIn, TOut>? rules = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);

        // What is out of range is refused here, where it was written.
        _ = new InProcessReviewQueue<TIn, TOut>(options, rules: rules);
        return builder.UseReviewQueue(timeProvider => new InProcessReviewQueue<TIn, TOut>(options, timeProvider, rules));
    }
}
