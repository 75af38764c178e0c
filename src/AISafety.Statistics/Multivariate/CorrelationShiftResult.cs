namespace AISafety.Statistics;

/// <summary>What a comparison of correlations found.</summary>
/// <param name="PValue">The probability of as large a shift, over all pairs or of one, if nothing has changed; 0 to 1.</param>
/// <param name="SumOfSquares">The sum over all pairs of the squared shift, each in units of what chance makes of it.</param>
/// <param name="Greatest">The greatest shift of a pair in units of what chance makes of it; 0 or more.</param>
/// <param name="First">One column of the pair with the greatest shift.</param>
/// <param name="Second">The other column.</param>
/// <param name="ReferenceCorrelation">The pair's correlation in the reference.</param>
/// <param name="CurrentCorrelation">The pair's correlation in the current rows.</param>
/// <param name="StandardError">What chance alone makes of the pair's shift: its standard deviation.</param>
public readonly record struct CorrelationShiftResult(
    double PValue, double SumOfSquares, double Greatest, int First, int Second, double ReferenceCorrelation, double CurrentCorrelation, double StandardError);
