namespace AISafety.Robustness;

/// <summary>A detector whose score has a gradient, or one that stands in for it: what an attack by gradients needs in order to evade it.</summary>
public interface IDifferentiableDetector : IRowDetector
{
    /// <summary>Scores rows, and differentiates the scores by the rows.</summary>
    /// <param name="rows">Row by row.</param>
    /// <param name="scores">Takes one score a row.</param>
    /// <param name="gradients">Takes one derivative for each value of the rows.</param>
    /// <remarks>Computed on the caller's thread.</remarks>
    void Differentiate(ReadOnlySpan<float> rows, Span<float> scores, Span<float> gradients);
}
