namespace AISafety.Review;

/// <summary>What became of the items of a review queue since it was made, and how far its reviewers agree.</summary>
/// <param name="Submitted">Items taken.</param>
/// <param name="NotTaken">Items not taken, for want of room or because the call was there already.</param>
/// <param name="Waiting">Items that wait now.</param>
/// <param name="Claimed">Items that a reviewer has now.</param>
/// <param name="Decided">Items decided.</param>
/// <param name="Expired">Items expired.</param>
/// <param name="MeanTimeToDecision">From submission to decision, on average; zero without decisions.</param>
/// <param name="LongestTimeToDecision">The longest such time.</param>
/// <param name="Pairs">Items on which at least two reviewers gave an answer; the first two count.</param>
/// <param name="PairsAgreed">How often those two agreed.</param>
/// <param name="Kappa">Cohen's kappa of the first and the second reviewer: their agreement beyond chance, at most 1. NaN without pairs, if all gave the same answer, or if
/// there were more than 64 different ones, which are then no categories.</param>
/// <param name="ComparedWithModel">Decided items for which the model had an answer.</param>
/// <param name="AgreedWithModel">How often the decision was the model's answer.</param>
public readonly record struct ReviewStatistics(
    long Submitted,
    long NotTaken,
    int Waiting,
    int Claimed,
    long Decided,
    long Expired,
    TimeSpan MeanTimeToDecision,
    TimeSpan LongestTimeToDecision,
    long Pairs,
    long PairsAgreed,
    double Kappa,
    long ComparedWithModel,
    long AgreedWithModel)
{
    /// <summary>How often the first two reviewers agree; NaN without pairs.</summary>
    public double Agreement => (double)PairsAgreed / Pairs;

    /// <summary>How often reviewers decide as the model answered; NaN without such items.</summary>
    public double AgreementWithModel => (double)AgreedWithModel / ComparedWithModel;
}
