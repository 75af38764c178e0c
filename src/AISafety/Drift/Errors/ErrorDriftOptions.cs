namespace AISafety;

/// <summary>How a rise of the model's errors is detected.</summary>
public sealed record ErrorDriftOptions
{
    /// <summary>The defaults.</summary>
    public static ErrorDriftOptions Default { get; } = new();

    /// <summary>Which detector, with the parameters of its paper. Default: <see cref="ErrorDetector.HddmA"/>.</summary>
    public ErrorDetector Detector { get; init; }

    /// <summary>For regression: the absolute error, in the unit of the answer, that counts as 1; greater ones count as 1 too. More than 0. Null (default): answers are classes, and an error is 1 if answer and outcome differ.</summary>
    public double? ErrorBound { get; init; }

    /// <summary>For <see cref="ErrorDetector.Cusum"/>: the mean error that is normal, more than 0, less than 1. Null (default): that of the first <see cref="LearnRows"/> labelled calls. The deviation is the greatest that a value from 0 to 1 with that mean
    /// can have, sqrt(m (1 - m)); for classes it is exact.</summary>
    public double? ReferenceError { get; init; }

    /// <summary>From how many labelled calls <see cref="ErrorDetector.Cusum"/> learns what is normal: 30 to 1,000,000. Default 500.</summary>
    public int LearnRows { get; init; } = 500;

    /// <summary>After how many labelled calls without a further rise the alert is reported as over with each block, and so is over <see cref="Alerts.AlertOptions.ClearReports"/> blocks later: 1 to 10,000,000. Default 1,000.</summary>
    public int ClearRows { get; init; } = 1_000;

    /// <summary>Draws the older sample of <see cref="ErrorDetector.Kswin"/>. Any integer; default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <exception cref="SafetyBuildException">An option is out of its range.</exception>
    internal void Check(string user)
    {
        OptionCheck check = OptionCheck.OfBuilder(user, nameof(ErrorDriftOptions));
        check.Require(Enum.IsDefined(Detector), nameof(Detector), Detector, "one of ErrorDetector");
        check.Require(ErrorBound is null || (ErrorBound > 0 && double.IsFinite(ErrorBound.Value)), nameof(ErrorBound), ErrorBound, "a finite number of more than 0, or null");
        check.Require(ErrorBound is null || Detector is not (ErrorDetector.Ddm or ErrorDetector.Eddm), nameof(Detector), Detector, "one for errors of any size, for ErrorBound is set");
        check.Require(ReferenceError is null or (> 0 and < 1), nameof(ReferenceError), ReferenceError, "more than 0 and less than 1, or null");
        check.Require(LearnRows is >= 30 and <= 1_000_000, nameof(LearnRows), LearnRows, "30 to 1,000,000");
        check.Require(ClearRows is >= 1 and <= 10_000_000, nameof(ClearRows), ClearRows, "1 to 10,000,000");
    }
}
