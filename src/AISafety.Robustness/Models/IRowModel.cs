namespace AISafety.Robustness;

/// <summary>A model that gives a score to each class for rows of floats, many rows at once: all that a black-box attack knows of it.</summary>
/// <remarks>The class of a row is the one with the highest score; of equal ones the lowest. Scores may be probabilities or logits.</remarks>
public interface IRowModel
{
    /// <summary>How many values a row has: 1 or more.</summary>
    int InputLength { get; }

    /// <summary>How many scores it gives a row: 1 or more.</summary>
    int OutputLength { get; }

    /// <summary>Scores rows.</summary>
    /// <param name="rows">Row by row, <see cref="InputLength"/> values each.</param>
    /// <param name="scores">Takes <see cref="OutputLength"/> scores a row, in the order of the rows.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The rows are not whole, or there is not a place for each score.</exception>
    ValueTask ScoreAsync(ReadOnlyMemory<float> rows, Memory<float> scores, CancellationToken cancellationToken = default);
}
