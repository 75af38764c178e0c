using AISafety.Review;

namespace AISafety.Tests.Review;

/// <summary>The queue's operations without their tasks, which are always complete.</summary>
internal static class Queues
{
    public static CallId Id(int number) => new(7, (ulong)number);

    public static ReviewRequest<string, int> Request(int number, string input = "input") =>
        new(Id(number), input, false, 0, new CallInfo("caller"), [new Evidence("test.code", "A reason.")], DateTimeOffset.UnixEpoch);

    public static bool Submit(this InProcessReviewQueue<string, int> queue, int number) => queue.SubmitAsync(Request(number)).Result;

    public static ReviewItem<string, int>? Claim(this InProcessReviewQueue<string, int> queue, int number, string reviewer) =>
        queue.ClaimAsync(Id(number), reviewer).Result;

    public static bool Decide(this InProcessReviewQueue<string, int> queue, int number, string reviewer, int decision = 42) =>
        queue.DecideAsync(Id(number), reviewer, decision, "because").Result;

    public static IReadOnlyList<ReviewItem<string, int>> List(this InProcessReviewQueue<string, int> queue, ReviewStatus? status = null) =>
        queue.ListAsync(status).Result;

    public static int[] Numbers(this InProcessReviewQueue<string, int> queue, ReviewStatus? status = null) =>
        [.. queue.List(status).Select(item => (int)item.Request.CallId.Number)];
}
