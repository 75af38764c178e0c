namespace AISafety;

/// <summary>How the quality of data is watched.</summary>
public sealed record DataQualityOptions
{
    /// <summary>The defaults.</summary>
    public static DataQualityOptions Default { get; } = new();

    /// <summary>The least mean number of rows between false alarms, of all tests together: 100 or more. Default 1,000,000.</summary>
    public double ArlTarget { get; init; } = 1_000_000;

    /// <summary>How many rows a window has: 50 to 1,000,000. Default 1,000. Windows do not overlap.</summary>
    public int WindowRows { get; init; } = 1_000;

    /// <summary>The longest time until a window with 50 rows or more is judged, though it is not full; null (default): any.</summary>
    public TimeSpan? WindowTime { get; init; }

    /// <summary>By how much a share (of missing, unseen, out-of-range, wrongly typed, duplicate rows) must exceed the reference's to matter: 0 to 0.5. Default 0.01, one percentage point.</summary>
    public double Tolerance { get; init; } = 0.01;

    /// <summary>How many equal values in a row are the least that counts as stuck, however unlikely: 3 to 1,000,000. Default 50.</summary>
    public int StuckRows { get; init; } = 50;

    /// <summary>Among how many rows before it a row's repetition is looked for: 1 to 1,000,000. Default 10,000; at most half the reference's kept rows. 20 to 40 bytes each.</summary>
    public int DuplicateRows { get; init; } = 10_000;

    /// <summary>From which absolute correlation in the reference on a pair is watched: 0.2 to 1. Default 0.5. The 50 strongest pairs are.</summary>
    public double StrongCorrelation { get; init; } = 0.5;

    /// <summary>By how much a correlation must have moved towards zero, or past it, to matter: 0 to 2. Default 0.2.</summary>
    public double CorrelationTolerance { get; init; } = 0.2;

    /// <summary>The longest time without a row of a source; more than zero, beside a model no less than twice <see cref="RecordingOptions.MaxBlockAge"/>; null (default): any.</summary>
    public TimeSpan? MaxSilence { get; init; }

    /// <summary>The greatest age of a source's newest event; more than zero, null (default): any. Needs <see cref="DataQualityFeed{TIn}.EventTime"/>.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>From which age on an event is late when it comes; more than zero, null (default): none is. Needs event times.</summary>
    public TimeSpan? LateAfter { get; init; }

    /// <summary>Which share of late events, or of events in the future, is too many: 0 to 1. Default 0.05. Judged for every 20 events of a source.</summary>
    public double MostLate { get; init; } = 0.05;

    /// <summary>How far ahead of the clock an event's time may be: zero or more. Default 1 minute. Needs event times.</summary>
    public TimeSpan FutureTolerance { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a bucket is in which rows are counted: 10 seconds or more, and beside a model no less than ten times <see cref="RecordingOptions.MaxBlockAge"/>; null (default): rows are not counted. Choose one over which traffic is alike from bucket to bucket: of daily traffic a day, of steady traffic minutes.</summary>
    public TimeSpan? VolumeBucket { get; init; }

    /// <summary>How many rows a bucket normally has, more than 0, with <see cref="VolumeBucket"/>: judged from the first bucket on. Null (default): as many as the stream's own last buckets, from the thirteenth on.</summary>
    public double? ExpectedRows { get; init; }

    /// <summary>By which factor a bucket must be too full or too empty to matter: more than 1. Default 2.</summary>
    public double VolumeFactor { get; init; } = 2;

    /// <summary>Checks that are not made. Default: none.</summary>
    public IReadOnlyList<DataQualityCheck> Off { get; init; } = [];

    /// <returns>A copy that nobody else can change.</returns>
    /// <exception cref="SafetyBuildException">An option is out of its range.</exception>
    internal DataQualityOptions Checked(string user)
    {
        OptionCheck check = OptionCheck.OfBuilder(user, nameof(DataQualityOptions));
        check.Require(ArlTarget >= 100 && double.IsFinite(ArlTarget), nameof(ArlTarget), ArlTarget, "100 or more");
        check.Require(WindowRows is >= 50 and <= 1_000_000, nameof(WindowRows), WindowRows, "50 to 1,000,000");
        Positive(nameof(WindowTime), WindowTime);
        check.Require(Tolerance is >= 0 and <= 0.5, nameof(Tolerance), Tolerance, "0 to 0.5");
        check.Require(StuckRows is >= 3 and <= 1_000_000, nameof(StuckRows), StuckRows, "3 to 1,000,000");
        check.Require(DuplicateRows is >= 1 and <= 1_000_000, nameof(DuplicateRows), DuplicateRows, "1 to 1,000,000");
        check.Require(StrongCorrelation is >= 0.2 and <= 1, nameof(StrongCorrelation), StrongCorrelation, "0.2 to 1");
        check.Require(CorrelationTolerance is >= 0 and <= 2, nameof(CorrelationTolerance), CorrelationTolerance, "0 to 2");
        Positive(nameof(MaxSilence), MaxSilence);
        Positive(nameof(MaxAge), MaxAge);
        Positive(nameof(LateAfter), LateAfter);
        check.Require(MostLate is >= 0 and <= 1, nameof(MostLate), MostLate, "0 to 1");
        check.Require(FutureTolerance >= TimeSpan.Zero, nameof(FutureTolerance), FutureTolerance, "zero or more");
        check.Require(VolumeBucket is null || VolumeBucket >= TimeSpan.FromSeconds(10), nameof(VolumeBucket), VolumeBucket ?? default, "10 seconds or more");
        check.Require(ExpectedRows is null || (ExpectedRows > 0 && double.IsFinite(ExpectedRows.Value) && VolumeBucket is not null), nameof(ExpectedRows), ExpectedRows ?? 0, "more than 0, and VolumeBucket to be stated, too");
        check.Require(VolumeFactor > 1 && double.IsFinite(VolumeFactor), nameof(VolumeFactor), VolumeFactor, "more than 1");
        DataQualityCheck[]? off = Off?.ToArray();
        check.Require(off is not null && off.All(Enum.IsDefined), nameof(Off), off is null ? "null" : "not a check", "DataQualityCheck values");
        return this with { Off = off! };

        void Positive(string option, TimeSpan? value) => check.Require(value is null || value > TimeSpan.Zero, option, value ?? default, "more than zero");
    }
}
