using AISafety;
using AISafety.Review;

namespace WebApi;

/// <summary>A review queue that announces what it takes.</summary>
internal sealed class AnnouncedReviews<TIn, TOut>(IReviewQueue<TIn, TOut> inner, ReviewWebhook webhook) : IReviewQueue<TIn, TOut>
{
    public async ValueTask<bool> SubmitAsync(ReviewRequest<TIn, TOut> request, CancellationToken cancellationToken = default)
    {
        if (!await inner.SubmitAsync(request, cancellationToken))
        {
            return false;
        }

        webhook.Announce(new(request.CallId.ToString(), [.. request.Evidence.Select(evidence => evidence.Code).Distinct()], request.SubmittedAt));
        return true;
    }

    public ValueTask<IReadOnlyList<ReviewItem<TIn, TOut>>> ListAsync(ReviewStatus? status = null, CancellationToken cancellationToken = default) =>
        inner.ListAsync(status, cancellationToken);

    public ValueTask<ReviewItem<TIn, TOut>?> ClaimAsync(CallId callId, string reviewer, CancellationToken cancellationToken = default) =>
        inner.ClaimAsync(callId, reviewer, cancellationToken);

    public ValueTask<bool> DecideAsync(CallId callId, string reviewer, TOut decision, string? comment = null, CancellationToken cancellationToken = default) =>
        inner.DecideAsync(callId, reviewer, decision, comment, cancellationToken);

    public IDisposable OnDecided(Action<ReviewDecision<TOut>> handler) => inner.OnDecided(handler);
}
