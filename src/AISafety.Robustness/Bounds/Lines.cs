namespace AISafety.Robustness.Bounds;

/// <summary>Two lines for each value of an activation: one nowhere above the function within the value's bounds, one nowhere below.</summary>
internal sealed class Lines(int length)
{
    public double[] LowerSlope { get; } = new double[length];

    public double[] LowerIntercept { get; } = new double[length];

    public double[] UpperSlope { get; } = new double[length];

    public double[] UpperIntercept { get; } = new double[length];

    public void Set(int at, double lowerSlope, double lowerIntercept, double upperSlope, double upperIntercept) =>
        (LowerSlope[at], LowerIntercept[at], UpperSlope[at], UpperIntercept[at]) = (lowerSlope, lowerIntercept, upperSlope, upperIntercept);
}
