namespace AISafety.Statistics;

/// <summary>What one pass over a block finds: the sums of the first four powers of the distances from a pivot, the extremes, and the count.</summary>
internal struct PowerSums
{
    public double Pivot;
    public long Count;
    public double Min;
    public double Max;
    public double First;
    public double Second;
    public double Third;
    public double Fourth;

    public static PowerSums About(double pivot) => new() { Pivot = pivot, Min = double.PositiveInfinity, Max = double.NegativeInfinity };

    /// <summary>The mean of the distances from the pivot.</summary>
    public readonly double Shift => First / Count;

    /// <summary>Whether the pivot lies more than 1.7 standard deviations from the mean, so that subtracting would cost digits.</summary>
    public readonly bool PivotIsFar => double.IsFinite(Second) && Second > 4 * (Second - First * Shift);

    public void Add(double value)
    {
        double d = value - Pivot;
        double square = d * d;
        Count++;
        Min = value < Min ? value : Min;
        Max = value > Max ? value : Max;
        First += d;
        Second += square;
        Third += square * d;
        Fourth += square * square;
    }
}
