using AISafety.Statistics;

namespace AISafety.Robustness;

/// <summary>A share of rows, with its interval.</summary>
/// <param name="Count">How many rows.</param>
/// <param name="Rows">Of how many.</param>
/// <param name="Interval">Wilson's interval.</param>
public readonly record struct RobustnessShare(int Count, int Rows, Interval Interval)
{
    /// <summary>The share: 0 to 1; NaN of no rows.</summary>
    public double Value => (double)Count / Rows;

    internal static RobustnessShare Of(int count, int rows, double confidence) => new(count, rows, ProportionInterval.Wilson(count, rows, confidence));
}
