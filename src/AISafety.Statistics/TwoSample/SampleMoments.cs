namespace AISafety.Statistics;

/// <summary>Count, mean and variance (n - 1) of a sample by two passes, which is what the tests of means need.</summary>
internal readonly record struct SampleMoments(int Count, double Mean, double Variance)
{
    /// <summary>Of finite numbers in any order; the variance of one number is NaN.</summary>
    /// <exception cref="ArgumentException">A number is infinite.</exception>
    public static SampleMoments OfFinite(ReadOnlySpan<double> values, string name)
    {
        // About a pivot: numbers far from zero with little spread lose no digits.
        double pivot = values[0];
        double sum = 0;
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException("A number of the sample is infinite; expected finite ones.", name);
            }

            sum += value - pivot;
        }

        double mean = pivot + sum / values.Length;
        double squares = 0;
        double rest = 0;
        foreach (double value in values)
        {
            double difference = value - mean;
            squares += difference * difference;
            rest += difference;
        }

        return new(values.Length, mean, (squares - rest * rest / values.Length) / (values.Length - 1));
    }
}
