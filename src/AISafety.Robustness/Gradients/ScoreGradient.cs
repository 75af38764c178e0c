namespace AISafety.Robustness;

/// <summary>How a score changes with each value of a row: the gradient of one class's score.</summary>
public static class ScoreGradient
{
    /// <summary>Differentiates the score of a class, the same for all rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">Row by row.</param>
    /// <param name="target">The class: 0 to k - 1.</param>
    /// <param name="scores">Takes all scores of each row.</param>
    /// <param name="gradients">Takes a derivative for each value of the rows.</param>
    /// <exception cref="ArgumentException">The rows are not whole, or there is not a place for each score or derivative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public static void Of(IDifferentiableModel model, ReadOnlySpan<float> rows, int target, Span<float> scores, Span<float> gradients)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(target);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, model.OutputLength);
        model.Differentiate(
            rows,
            (_, _, derivatives) =>
            {
                derivatives.Clear();
                derivatives[target] = 1;
            },
            scores,
            gradients);
    }
}
