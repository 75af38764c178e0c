namespace AISafety.Statistics;

/// <summary>The best model of a grid, and the others.</summary>
/// <typeparam name="TModel">The learner's model.</typeparam>
/// <remarks>Immutable.</remarks>
/// <param name="Best">The best one.</param>
/// <param name="IsKept">Whether it keeps the constraint on the training rows.</param>
/// <param name="Found">All models, without those that do the same.</param>
/// <param name="Trained">How many models the learner trained.</param>
public sealed record GridSearchFit<TModel>(ReductionHypothesis<TModel> Best, bool IsKept, IReadOnlyList<ReductionHypothesis<TModel>> Found, int Trained);
