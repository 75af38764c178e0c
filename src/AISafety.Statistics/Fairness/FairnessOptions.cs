namespace AISafety.Statistics;

/// <summary>How fairness values are computed.</summary>
public sealed record FairnessOptions
{
    /// <summary>How often an interval shall hold the true value; more than 0, less than 1; 0.95 by default. A group's values have an interval each; the intervals of a gap allow for all pairs of groups.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Groups of fewer rows are listed as small, and compared with no other; 1 or more; 30 by default.</summary>
    public long MinimumGroupSize { get; init; } = 30;

    /// <summary>Bins of equal width for the calibration error; 1 to 1,000; 10 by default.</summary>
    public int CalibrationBins { get; init; } = 10;

    /// <summary>Samples of the bootstrap, for means of scores and errors only; 100 to 1,000,000, or 0 for no such interval; 2,000 by default.</summary>
    public int Resamples { get; init; } = 2_000;

    /// <summary>Of the bootstrap; 0 by default.</summary>
    public int Seed { get; init; }

    internal static FairnessOptions Checked(FairnessOptions? options)
    {
        options ??= new();
        OptionRange.Require(options.Confidence > 0 && options.Confidence < 1, nameof(Confidence), options.Confidence, "a share of more than 0 and less than 1");
        OptionRange.Require(options.MinimumGroupSize >= 1, nameof(MinimumGroupSize), options.MinimumGroupSize, "1 or more");
        OptionRange.Require(options.CalibrationBins is >= 1 and <= 1_000, nameof(CalibrationBins), options.CalibrationBins, "1 to 1,000");
        OptionRange.Require(options.Resamples is 0 or (>= 100 and <= 1_000_000), nameof(Resamples), options.Resamples, "0, or 100 to 1,000,000");
        return options;
    }
}
