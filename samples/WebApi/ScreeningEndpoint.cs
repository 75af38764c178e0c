using AISafety;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WebApi;

/// <summary>What the caller of a screening gets.</summary>
/// <param name="DecisionId">The call, to ask about it later.</param>
/// <param name="Label">malignant or benign.</param>
/// <param name="Probability">The probability of the label, 0 to 1.</param>
/// <param name="Flags">Codes of what a guard noticed without stopping the call.</param>
public sealed record ScreeningAnswer(string DecisionId, string Label, float Probability, IReadOnlyList<string> Flags);

/// <summary>A screening that a person decides.</summary>
/// <param name="DecisionId">The call.</param>
/// <param name="Reasons">Codes of the reasons.</param>
public sealed record ScreeningPending(string DecisionId, IReadOnlyList<string> Reasons);

internal static class ScreeningEndpoint
{
    public static void MapScreening(this WebApplication app) => app.MapPost("/screenings", ScreenAsync)
        .WithSummary("Asks the model, through its guards.")
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<ScreeningAnswer>, Accepted<ScreeningPending>, ProblemHttpResult>> ScreenAsync(
        Biopsy biopsy, [FromKeyedServices(Api.Screening)] SafeModel<Biopsy, Classification> model, HttpContext http)
    {
        CallInfo call = new(Caller: http.Connection.RemoteIpAddress?.ToString(), http.User, Key: null, Purpose: "screening");
        SafetyResult<Classification> result = await model.EvaluateAsync(biopsy, call, http.RequestAborted);
        if (result.TryGetOutput(out Classification answer))
        {
            return TypedResults.Ok(new ScreeningAnswer(result.CallId.ToString(), answer.Label, answer.Probability, Codes(result)));
        }

        return result.Action == SafetyAction.Review && !result.Evidence.Any(evidence => evidence.Code == EvidenceCodes.ReviewFailed)
            ? TypedResults.Accepted($"/reviews/{result.CallId}", new ScreeningPending(result.CallId.ToString(), Codes(result)))
            : Problems.Refusal(result, http);
    }

    private static string[] Codes(SafetyResult<Classification> result) =>
        [.. result.Evidence.Where(evidence => evidence.Mode == GuardMode.Enforce).Select(evidence => evidence.Code).Distinct()];
}
