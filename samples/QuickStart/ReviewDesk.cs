using AISafety;
using AISafety.Review;

namespace QuickStart;

/// <summary>A person decides one of the cases that wait, and the decision comes back as a label.</summary>
internal static class ReviewDesk
{
    public static async Task DecideOneAsync(IReviewQueue<float[], Classification> reviews, SafeModel<float[], Classification> safe)
    {
        IReadOnlyList<ReviewItem<float[], Classification>> waiting = await reviews.ListAsync(ReviewStatus.Waiting);
        CallId oldest = waiting[0].Request.CallId;
        await reviews.ClaimAsync(oldest, "Dr. Grey");
        await reviews.DecideAsync(oldest, "Dr. Grey", Classification.FromProbabilities([1, 0], ["malignant", "benign"]), "Seen under the microscope.");
        await safe.FlushAsync();
        Console.WriteLine();
        Console.WriteLine($"Review: {waiting.Count} cases were waiting; one was decided, and came back as a label (joined with its call: {safe.GetOutcomeStatistics().Joined}).");
    }
}
