namespace AISafety.Statistics;

/// <summary>Trains one model on weighted rows, and says what it predicts for them.</summary>
/// <typeparam name="TModel">A model, or a handle of one.</typeparam>
/// <param name="labels">What to learn, 0 or 1: not always the true label. One for each training row, in the order in which the rows were given; both labels occur.</param>
/// <param name="weights">How much a row counts, 0 or more, one on average. A row of weight 0 must not matter.</param>
/// <param name="predictions">Takes a prediction for each row, also for those of weight 0: 0 or 1, or the probability with which label 1 is predicted.</param>
/// <returns>The model.</returns>
/// <remarks>The promises of a reduction hold if no model of the learner's kind has a smaller weighted error. Other learners do in practice, without a promise. What it throws ends the fitting.</remarks>
public delegate TModel ReductionLearner<out TModel>(ReadOnlySpan<byte> labels, ReadOnlySpan<double> weights, Span<double> predictions);
