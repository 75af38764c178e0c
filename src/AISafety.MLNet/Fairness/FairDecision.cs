namespace AISafety.MLNet;

/// <summary>What a <see cref="FairClassifier"/> decides for a row.</summary>
/// <param name="Selected">Whether label 1 is decided.</param>
/// <param name="Probability">With which probability it is, before the draw; or, of a squared or logistic group loss, the predicted probability of label 1. 0 to 1.</param>
public readonly record struct FairDecision(bool Selected, double Probability);
