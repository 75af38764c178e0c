namespace AISafety.MLNet;

/// <summary>What a <see cref="FairTrainer"/> made.</summary>
/// <typeparam name="TFit">What the reduction says of it.</typeparam>
/// <param name="Classifier">What predicts.</param>
/// <param name="Fit">What it does to the training rows, and the models that were found.</param>
/// <param name="Groups">The names of the groups, in the order of their codes; values of several columns are joined by " | ".</param>
public sealed record FairTraining<TFit>(FairClassifier Classifier, TFit Fit, IReadOnlyList<string> Groups);
