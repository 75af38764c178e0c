namespace AISafety.Statistics;

/// <summary>A model of a mixture.</summary>
/// <typeparam name="TModel">The learner's model.</typeparam>
/// <param name="Hypothesis">The model.</param>
/// <param name="Weight">How likely it is drawn; more than 0, at most 1. The weights of a mixture add up to 1.</param>
public readonly record struct ReductionShare<TModel>(ReductionHypothesis<TModel> Hypothesis, double Weight);
