namespace AISafety.Uncertainty;

/// <summary>How often the truth may lie outside.</summary>
internal static class MissRate
{
    /// <summary>1 - coverage, in which 1 - 0.9 is 0.1: a rate that rounding leaves just below would cost a rank where (n + 1) times the rate is whole.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="coverage"/> is not more than 0 and less than 1.</exception>
    public static double Of(double coverage)
    {
        Require(coverage);
        double rounded = Math.Round(1 - coverage, 15);
        return rounded is > 0 and < 1 ? rounded : 1 - coverage;
    }

    /// <summary>Refuses a coverage that is not between 0 and 1; returns it.</summary>
    public static double Require(double coverage) => coverage > 0 && coverage < 1
        ? coverage
        : throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "Expected a rate of more than 0 and less than 1.");
}
