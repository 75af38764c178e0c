namespace AISafety.Robustness;

/// <summary>A model whose gradient can be computed: what a white-box attack needs.</summary>
public interface IDifferentiableModel : IRowModel
{
    /// <summary>Scores rows, and differentiates a loss of the scores by the rows.</summary>
    /// <param name="rows">Row by row, <see cref="IRowModel.InputLength"/> values each.</param>
    /// <param name="loss">Called once for each row.</param>
    /// <param name="scores">Takes <see cref="IRowModel.OutputLength"/> scores a row.</param>
    /// <param name="gradients">Takes <see cref="IRowModel.InputLength"/> derivatives a row: of that row's loss by that row.</param>
    /// <remarks>Computed on the caller's thread. Safe to call from many threads at once.</remarks>
    /// <exception cref="ArgumentException">The rows are not whole, or there is not a place for each score or derivative.</exception>
    void Differentiate(ReadOnlySpan<float> rows, ScoreLoss loss, Span<float> scores, Span<float> gradients);
}
