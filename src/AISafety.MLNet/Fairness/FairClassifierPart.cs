using Microsoft.ML;

namespace AISafety.MLNet;

/// <summary>A model of a mixture.</summary>
/// <param name="Model">The model; null for a constant.</param>
/// <param name="Constant">What is always predicted, 0 or 1; null for a model.</param>
/// <param name="Weight">How likely it decides; more than 0, at most 1.</param>
public sealed record FairClassifierPart(ITransformer? Model, byte? Constant, double Weight);
