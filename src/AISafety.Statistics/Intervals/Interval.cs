namespace AISafety.Statistics;

/// <summary>The numbers from <paramref name="Lower"/> to <paramref name="Upper"/>, both included.</summary>
/// <param name="Lower">The lower end; NaN together with the upper if nothing is known.</param>
/// <param name="Upper">The upper end, at least the lower.</param>
public readonly record struct Interval(double Lower, double Upper)
{
    /// <summary>Upper less lower.</summary>
    public double Width => Upper - Lower;

    /// <summary>Whether a number lies in the interval; NaN lies in none.</summary>
    public bool Contains(double value) => value >= Lower && value <= Upper;
}
