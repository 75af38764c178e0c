using AISafety.Review;

namespace AISafety.Tests.Support;

/// <summary>A review queue that takes every call and does nothing else.</summary>
internal class ScriptedReviewQueue : IReviewQueue<int, string>
{
    public List<ReviewRequest<int, string>> Submitted { get; } = [];

    public ValueTask<bool> SubmitAsync(ReviewRequest<int, string> request, CancellationToken cancellationToken)
    {
        Submitted.Add(request);
        return new(true);
    }

    public ValueTask<IReadOnlyList<ReviewItem<int, string>>> ListAsync(ReviewStatus? status, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<ReviewItem<int, string>?> ClaimAsync(CallId callId, string reviewer, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<bool> DecideAsync(CallId callId, string reviewer, string decision, string? comment, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public virtual IDisposable OnDecided(Action<ReviewDecision<string>> handler) => throw new NotSupportedException();
}
