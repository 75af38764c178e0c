namespace AISafety.Fairness;

/// <summary>How accurate a model or a mitigation of it is, and how far groups differ under it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Accuracy">The share decided rightly; 0 to 1.</param>
/// <param name="Gap">How far groups differ: a difference, 0 or more.</param>
public sealed record FrontierPoint(string Name, double Accuracy, double Gap)
{
    /// <summary>The standard error of the accuracy, 0 or more; NaN (default) if it is not known.</summary>
    public double AccuracyError { get; init; } = double.NaN;

    /// <summary>The standard error of the gap, 0 or more; NaN (default) if it is not known.</summary>
    public double GapError { get; init; } = double.NaN;
}
