namespace AISafety.Robustness;

/// <summary>A detector as an attacker sees it who knows it: how suspect a row is, and from where on it is flagged.</summary>
public interface IRowDetector
{
    /// <summary>What the detector is called.</summary>
    string Name { get; }

    /// <summary>Rows with a score above are flagged. Not NaN.</summary>
    float Threshold { get; }

    /// <summary>Scores rows: higher is more suspect. A score of NaN counts as flagged.</summary>
    /// <param name="rows">Row by row.</param>
    /// <param name="scores">Takes one score a row, in the order of the rows.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask ScoreAsync(ReadOnlyMemory<float> rows, Memory<float> scores, CancellationToken cancellationToken = default);
}
