namespace AISafety.Rollout;

/// <summary>How a gate stands.</summary>
/// <param name="Gate">The gate's name.</param>
/// <param name="StableCount">How many of the stable version's keys have said something.</param>
/// <param name="StableMean">The mean of what they said, on the gate's scale; NaN without any.</param>
/// <param name="CandidateCount">How many of the candidate's.</param>
/// <param name="CandidateMean">The mean of what these said.</param>
/// <param name="HarmEValue">The e-value of "the candidate is worse by its tolerance or less"; 1 without evidence, great when it is worse.</param>
/// <param name="PromotionEValue">The e-value of "the candidate is not good enough to be promoted"; great when it is.</param>
public readonly record struct GateStatus(
    string Gate, long StableCount, double StableMean, long CandidateCount, double CandidateMean, double HarmEValue, double PromotionEValue);
