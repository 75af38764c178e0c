using AISafety.Statistics;

namespace AISafety.Evaluation.Poisoning;

/// <summary>How well scores find poisoned rows.</summary>
/// <param name="Area">The area under the ROC curve.</param>
/// <param name="FoundAtFivePercent">The share of poisoned rows above a threshold that 5 % of the clean rows exceed; interpolated between ties.</param>
/// <param name="Flagged">How many rows were named.</param>
/// <param name="Right">How many of those are poisoned.</param>
/// <param name="Poisoned">How many rows are poisoned.</param>
internal sealed record Detection(double Area, double FoundAtFivePercent, int Flagged, int Right, int Poisoned)
{
    private const int Steps = 20;

    public static Detection Of(PoisoningScores scores, byte[] isPoisoned)
    {
        double[] rates = new double[Steps + 1];
        RocCurve.Sample(scores.Scores, isPoisoned, rates);
        int right = 0;
        foreach (int row in scores.Suspicious)
        {
            right += isPoisoned[row];
        }

        return new(RocAuc.Compute(scores.Scores, isPoisoned).Area, rates[1], scores.Suspicious.Length, right, isPoisoned.Count(static poisoned => poisoned == 1));
    }
}
