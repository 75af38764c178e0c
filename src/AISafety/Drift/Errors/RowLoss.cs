namespace AISafety.Drift;

/// <summary>Reads how wrong each labelled call was.</summary>
/// <param name="answer">The column of what the model answered, on the scale of the outcomes.</param>
/// <param name="loss">Of answer and outcome; 0 to 1.</param>
internal sealed class RowLoss(ColumnHandle answer, Func<float, float, double> loss)
{
    /// <summary>The loss of a row; NaN if the model's answer is not known: refused, or answered by a fallback or another in the model's place.</summary>
    public double Of(ColumnBlock block, int row)
    {
        float answered = block.Column(answer)[row];
        return !block.IsModelsAnswer(row) || float.IsNaN(answered) ? double.NaN : loss(answered, block.Labels[row]);
    }

    public static double OfClasses(float answer, float label) => answer == label ? 0 : 1;

    /// <summary>The column of the answers, read as outcomes are; the function is known when the model is built.</summary>
    public static ColumnHandle Answers<TIn, TOut>(SafetyBuilder<TIn, TOut> builder, string user) =>
        builder.AddColumn($"{user}: answer", (_, output) => builder.Label!(output));

    /// <exception cref="SafetyBuildException">There are no outcomes.</exception>
    public static void RequireOutcomes<TIn, TOut>(SafetyBuilder<TIn, TOut> builder, string user)
    {
        if (builder.Label is null)
        {
            throw new SafetyBuildException($"'{user}': there are no outcomes to judge by: call UseOutcomes on the builder.");
        }
    }
}
