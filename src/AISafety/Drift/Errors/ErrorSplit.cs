namespace AISafety.Drift;

/// <summary>Where a series of errors most likely rose: of the splits with a greater mean after than before, that with the greatest n1 n2 / n (mean2 - mean1)², which is that of least squares.</summary>
/// <param name="Start">The index of the first error after the rise; 0 if there is none.</param>
/// <param name="Before">The mean before it; NaN if there is none.</param>
/// <param name="After">The mean from it on.</param>
internal readonly record struct ErrorSplit(int Start, double Before, double After)
{
    public bool IsRise => After > Before;

    public static ErrorSplit Of(ReadOnlySpan<float> errors)
    {
        double total = 0;
        foreach (float error in errors)
        {
            total += error;
        }

        ErrorSplit best = new(0, double.NaN, errors.IsEmpty ? double.NaN : total / errors.Length);
        double greatest = 0;
        double sum = 0;
        for (int i = 1; i < errors.Length; i++)
        {
            sum += errors[i - 1];
            double before = sum / i;
            double after = (total - sum) / (errors.Length - i);
            double gain = (double)i * (errors.Length - i) * (after - before) * (after - before);
            if (after > before && gain > greatest)
            {
                (greatest, best) = (gain, new(i, before, after));
            }
        }

        return best;
    }
}
