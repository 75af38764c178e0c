using System.Globalization;
using AISafety;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WebApi;

/// <summary>Refusals as problem details (RFC 9457): a type, a reason code, a decision id, and never what was sent.</summary>
internal static class Problems
{
    /// <summary>Evidence repeats no input, so its messages may go out; its scores are of the input, and do not.</summary>
    public static ProblemHttpResult Refusal(SafetyResult<Classification> result, HttpContext http)
    {
        Evidence[] reasons = [.. result.Evidence.Where(evidence => evidence.Mode == GuardMode.Enforce && evidence.Action >= SafetyAction.Review && evidence.Guard != "refusal")];
        Evidence first = reasons[0];
        int status = StatusOf(first.Code);
        if (result.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return TypedResults.Problem(
            first.Message,
            instance: $"/screenings/{result.CallId}",
            statusCode: status,
            title: TitleOf(status),
            type: $"/problems/{first.Code}",
            extensions: new Dictionary<string, object?>
            {
                ["code"] = first.Code,
                ["decisionId"] = result.CallId.ToString(),
                ["reasons"] = reasons.Select(reason => new { reason.Code, reason.Guard, reason.Feature, reason.Message }).ToArray(),
            });
    }

    /// <summary>Where a problem's type leads to.</summary>
    public static void MapProblems(this WebApplication app) => app.MapGet("/problems/{code}", (string code) => TypedResults.Ok(new
    {
        code,
        status = StatusOf(code),
        title = TitleOf(StatusOf(code)),
    })).WithSummary("What a problem's type means.");

    private static int StatusOf(string code) => code switch
    {
        CallRate.Code => StatusCodes.Status429TooManyRequests,
        _ when code.StartsWith("input.", StringComparison.Ordinal) || code.StartsWith("anomaly.", StringComparison.Ordinal) => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status429TooManyRequests => "Too many calls",
        StatusCodes.Status422UnprocessableEntity => "The input cannot be judged",
        _ => "The model cannot answer now",
    };
}
