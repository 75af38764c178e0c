namespace AISafety.Statistics;

/// <summary>The ranges of what tests of arms are given.</summary>
internal static class ArmRange
{
    public static double Margin(double margin) => margin is > -1 and < 1
        ? margin
        : throw new ArgumentOutOfRangeException(nameof(margin), margin, "Expected more than -1 and less than 1.");

    public static void Share(double share)
    {
        if (!(share is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "Expected more than 0 and less than 1.");
        }
    }
}
