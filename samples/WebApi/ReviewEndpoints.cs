using AISafety;
using AISafety.Review;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WebApi;

/// <summary>A reviewer's decision.</summary>
/// <param name="Reviewer">Who decides; must hold the claim.</param>
/// <param name="Label">malignant or benign.</param>
/// <param name="Comment">Why.</param>
public sealed record Decide(string Reviewer, string Label, string? Comment);

/// <summary>An item as reviewers see it: they, and only they, see what was sent.</summary>
public sealed record ReviewView(string DecisionId, string Status, string? Reviewer, IReadOnlyList<string> Reasons, DateTimeOffset SubmittedAt, Biopsy Biopsy, string? Decision);

/// <summary>What became of the items. The agreement beyond chance (kappa) is null where there is nothing to compare.</summary>
public sealed record ReviewSummary(
    long Waiting, long Claimed, long Decided, long Expired, long Pairs, long PairsAgreed, double? Kappa, long ComparedWithModel, long AgreedWithModel);

/// <summary>The reviewers' desk. A real one asks who the reviewer is by authentication, not by a field.</summary>
internal static class ReviewEndpoints
{
    public static void MapReviews(this WebApplication app)
    {
        RouteGroupBuilder reviews = app.MapGroup("/reviews").WithTags("Reviews");
        reviews.MapGet("/", ListAsync).WithSummary("Lists what waits for a person.");
        reviews.MapGet("/statistics", Statistics).WithSummary("What became of the items, and how far reviewers agree with each other and with the model.");
        reviews.MapGet("/{decisionId}", GetAsync).WithSummary("One item.");
        reviews.MapPost("/{decisionId}/claim", ClaimAsync).WithSummary("Takes an item, so that nobody else decides it.");
        reviews.MapPost("/{decisionId}/decision", DecideAsync).WithSummary("Decides an item.");
    }

    private static async Task<IReadOnlyList<ReviewView>> ListAsync(
        [FromKeyedServices(Api.Screening)] SafeModel<Biopsy, Classification> model, ReviewStatus? status, CancellationToken cancellationToken) =>
        [.. (await model.Reviews.ListAsync(status ?? ReviewStatus.Waiting, cancellationToken)).Select(View)];

    private static Ok<ReviewSummary> Statistics([FromKeyedServices(Api.Screening)] SafeModel<Biopsy, Classification> model)
    {
        ReviewStatistics statistics = ((InProcessReviewQueue<Biopsy, Classification>)model.Reviews).GetStatistics();
        return TypedResults.Ok(new ReviewSummary(
            statistics.Waiting,
            statistics.Claimed,
            statistics.Decided,
            statistics.Expired,
            statistics.Pairs,
            statistics.PairsAgreed,
            double.IsNaN(statistics.Kappa) ? null : statistics.Kappa,
            statistics.ComparedWithModel,
            statistics.AgreedWithModel));
    }

    private static async Task<Results<Ok<ReviewView>, NotFound>> GetAsync(
        CallId decisionId, [FromKeyedServices(Api.Screening)] SafeModel<Biopsy, Classification> model, CancellationToken cancellationToken) =>
        (await model.Reviews.ListAsync(null, cancellationToken)).FirstOrDefault(item => item.Request.CallId == decisionId) is { } found
            ? TypedResults.Ok(View(found))
            : TypedResults.NotFound();

    private static async Task<Results<Ok<ReviewView>, Conflict, ValidationProblem>> ClaimAsync(
        CallId decisionId, string reviewer, [FromKeyedServices(Api.Screening)] SafeModel<Biopsy, Classification> model, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(reviewer) ? Nobody()
        : await model.Reviews.ClaimAsync(decisionId, reviewer, cancellationToken) is { } item
            ? TypedResults.Ok(View(item))
            : TypedResults.Conflict();

    private static async Task<Results<NoContent, Conflict, ValidationProblem>> DecideAsync(
        CallId decisionId, Decide decide, [FromKeyedServices(Api.Screening)] SafeModel<Biopsy, Classification> model, CancellationToken cancellationToken)
    {
        float[]? probabilities = decide.Label switch { "malignant" => [1, 0], "benign" => [0, 1], _ => null };
        if (probabilities is null)
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["label"] = ["Expected malignant or benign."] });
        }

        if (string.IsNullOrWhiteSpace(decide.Reviewer))
        {
            return Nobody();
        }

        Classification decision = Classification.FromProbabilities(probabilities, ["malignant", "benign"]);
        return await model.Reviews.DecideAsync(decisionId, decide.Reviewer, decision, decide.Comment, cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.Conflict();
    }

    private static ValidationProblem Nobody() => TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["reviewer"] = ["Expected who it is."] });

    private static ReviewView View(ReviewItem<Biopsy, Classification> item) => new(
        item.Request.CallId.ToString(),
        item.Status.ToString(),
        item.Reviewer,
        [.. item.Request.Evidence.Select(evidence => evidence.Code).Distinct()],
        item.Request.SubmittedAt,
        item.Request.Input,
        item.Decision?.Output.Label);
}
