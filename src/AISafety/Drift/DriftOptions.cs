namespace AISafety;

/// <summary>How drift is detected. The defaults need no tuning.</summary>
public sealed record DriftOptions
{
    /// <summary>The defaults.</summary>
    public static DriftOptions Default { get; } = new();

    /// <summary>What is promised about false alarms. Default: <see cref="DriftGuarantee.ArlTarget"/>.</summary>
    public DriftGuarantee Guarantee { get; init; }

    /// <summary>The least mean number of rows between false alarms, for <see cref="DriftGuarantee.ArlTarget"/>: 100 or more. Default 1,000,000. Ten times as many cost some 40 % more rows until a change is found.</summary>
    public double ArlTarget { get; init; } = 1_000_000;

    /// <summary>The probability of a false alarm, ever (<see cref="DriftGuarantee.LifetimeAlpha"/>) or at each look (<see cref="DriftGuarantee.PerLook"/>): more than 0, at most 0.5. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>How many rows a window has: 20 to 1,000,000. Default 1,000.</summary>
    public int WindowRows { get; init; } = 1_000;

    /// <summary>How many rows after the last look the next one comes: 1 to <see cref="WindowRows"/>. Default 0: as many, so that windows do not overlap.</summary>
    public int WindowStep { get; init; }

    /// <summary>The longest time between two looks; null (default): any. When it has passed and 20 rows have come since the last look, the window has the rows of that time, at most <see cref="WindowRows"/>. A clock that goes
    /// backwards starts the time anew.</summary>
    public TimeSpan? WindowTime { get; init; }

    /// <summary>How features are compared in windows. Default: by type.</summary>
    public DriftMetric Metric { get; init; }

    /// <summary>How single features are compared, by name, where it differs from <see cref="Metric"/>. Default: none.</summary>
    public IReadOnlyDictionary<string, DriftMetric> Metrics { get; init; } = new Dictionary<string, DriftMetric>();

    /// <summary>Fixed cut-offs by metric, such as <see cref="TextbookCutoffs"/>, that decide instead of the test: <b>without any guarantee</b>, for comparison with other tools. Default: none.</summary>
    public IReadOnlyDictionary<DriftMetric, double> Cutoffs { get; init; } = new Dictionary<DriftMetric, double>();

    /// <summary>How small a distance does not matter, by metric, in the metric's unit, where it differs from <see cref="DefaultTolerance"/>. In a window an alarm needs a distance that may be larger than that, its upper confidence bound,
    /// however significant it is; after a row, one that was measured to be, since the change likely began. Default: none.</summary>
    public IReadOnlyDictionary<DriftMetric, double> Tolerances { get; init; } = new Dictionary<DriftMetric, double>();

    /// <summary>How the tests of many features are made one. Default: <see cref="MultipleTesting.BenjaminiHochberg"/>.</summary>
    public MultipleTesting Testing { get; init; }

    /// <summary>Whether rows are also compared as a whole: relations between features, and distances. Default: true; needs two numeric features that vary.</summary>
    public bool CompareRows { get; init; } = true;

    /// <summary>How whole rows are compared in windows; several divide the lane's level evenly. Default: <see cref="RowMetric.Correlations"/> alone.</summary>
    public IReadOnlyList<RowMetric> RowMetrics { get; init; } = [RowMetric.Correlations];

    /// <summary>Whether features are tested after every row, besides windows: needed for quick alarms. Default: true; plays no part with <see cref="DriftGuarantee.PerLook"/>.</summary>
    public bool Sequential { get; init; } = true;

    /// <summary>Whether windows are tested. Default: true. Without, they are still compared to tell when drift is over.</summary>
    public bool Windows { get; init; } = true;

    /// <summary>Every how many rows one is taken, by all tests: 1 to 100,000. Default 1. For rows that depend on the ones before, take the distance at which they no longer do, as a self-test finds it, and fit the reference from every so-manieth row too.
    /// <see cref="WindowRows"/>, <see cref="WindowStep"/> and <see cref="RelearnRows"/> count the rows that are taken; alarms say which of all rows.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>How many rows after an alarm make the new reference, against which a further change is looked for: 50 to 100,000. Default 1,000.</summary>
    public int RelearnRows { get; init; } = 1_000;

    /// <summary>Puts equal values in order, and draws what is simulated. Any integer; default 0.</summary>
    public int Seed { get; init; }

    /// <summary>The population stability index's textbook cut-off for a moderate (0.1) change; see <see cref="Cutoffs"/>. Of small samples nearly all exceed it by chance.</summary>
    public static IReadOnlyDictionary<DriftMetric, double> TextbookCutoffs { get; } =
        new Dictionary<DriftMetric, double> { [DriftMetric.PopulationStability] = 0.1 }.AsReadOnly();

    /// <summary>The textbook cut-off for a major change: a population stability index of 0.25.</summary>
    public static IReadOnlyDictionary<DriftMetric, double> MajorCutoffs { get; } =
        new Dictionary<DriftMetric, double> { [DriftMetric.PopulationStability] = 0.25 }.AsReadOnly();

    /// <summary>The tolerance of a metric where none is stated: about what a shift of a normal feature by a twentieth of its standard deviation gives.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="metric"/> is <see cref="DriftMetric.Automatic"/> or unknown.</exception>
    public static double DefaultTolerance(DriftMetric metric) => metric switch
    {
        DriftMetric.KolmogorovSmirnov or DriftMetric.ChiSquare or DriftMetric.TotalVariation or DriftMetric.JensenShannon => 0.02,
        DriftMetric.Hellinger => 0.0175,
        DriftMetric.PopulationStability => 0.0025,
        DriftMetric.KullbackLeibler => 0.00125,
        DriftMetric.Wasserstein or DriftMetric.MeanShift => 0.05,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "Expected a metric that measures."),
    };

    internal int Step => WindowStep == 0 ? WindowRows : WindowStep;

    // With a time, a look may come as soon as there are enough rows.
    internal int LeastStep => WindowTime is null ? Step : Math.Min(Step, DriftWatch.LeastWindow);

    internal double ToleranceOf(DriftMetric metric) => Tolerances.TryGetValue(metric, out double own) ? own : DefaultTolerance(metric);

    /// <summary>With collections of its own, so that nobody changes them while a monitor's thread reads them.</summary>
    internal DriftOptions Snapshot() => this with { Metrics = Metrics.ToDictionary(), Cutoffs = Cutoffs.ToDictionary(), Tolerances = Tolerances.ToDictionary(), RowMetrics = [.. RowMetrics] };

    /// <exception cref="SafetyBuildException">An option is out of its range.</exception>
    internal void Check(string user)
    {
        OptionCheck check = OptionCheck.OfBuilder(user, nameof(DriftOptions));
        check.Require(Enum.IsDefined(Guarantee), nameof(Guarantee), Guarantee, "one of DriftGuarantee");
        check.Require(ArlTarget >= 100 && double.IsFinite(ArlTarget), nameof(ArlTarget), ArlTarget, "100 or more");
        check.Require(Alpha is > 0 and <= 0.5, nameof(Alpha), Alpha, "more than 0 and at most 0.5");
        check.Require(WindowRows is >= 20 and <= 1_000_000, nameof(WindowRows), WindowRows, "20 to 1,000,000");
        check.Require(WindowStep >= 0 && WindowStep <= WindowRows, nameof(WindowStep), WindowStep, "0 to WindowRows");
        check.Require(WindowTime is null || WindowTime > TimeSpan.Zero, nameof(WindowTime), WindowTime ?? default, "more than zero");
        check.Require(Enum.IsDefined(Metric), nameof(Metric), Metric, "one of DriftMetric");
        check.Require(Metrics is not null && Metrics.Values.All(Enum.IsDefined), nameof(Metrics), Metrics is null ? "null" : "not all known", "features' names with values of DriftMetric");
        check.Require(RowMetrics is not null, nameof(RowMetrics), "null", "a list, empty for none");
        check.Require(Cutoffs is not null && Cutoffs.Keys.All(IsMeasure), nameof(Cutoffs), Cutoffs is null ? "null" : "of Automatic or unknown", "cut-offs of metrics that measure");
        check.Require(Tolerances is not null && Tolerances.Keys.All(IsMeasure), nameof(Tolerances), Tolerances is null ? "null" : "of Automatic or unknown", "tolerances of metrics that measure");
        check.Require(RowMetrics!.All(Enum.IsDefined) && RowMetrics!.Distinct().Count() == RowMetrics!.Count, nameof(RowMetrics), string.Join(", ", RowMetrics!), "different ones of RowMetric");
        check.Require(Enum.IsDefined(Testing), nameof(Testing), Testing, "one of MultipleTesting");
        check.Require(Stride is >= 1 and <= 100_000, nameof(Stride), Stride, "1 to 100,000");
        check.Require(RelearnRows is >= 50 and <= 100_000, nameof(RelearnRows), RelearnRows, "50 to 100,000");
        check.Require(Sequential || Windows, nameof(Windows), Windows, "true, for the sequential tests are off");
        check.Require(Windows || Guarantee != DriftGuarantee.PerLook, nameof(Windows), Windows, "true, for the guarantee is one per look");
        check.Require(Cutoffs!.Values.All(static value => value > 0), nameof(Cutoffs), "not positive", "cut-offs of more than 0");
        check.Require(Tolerances!.Values.All(static value => value >= 0), nameof(Tolerances), "negative", "tolerances of 0 or more");

        static bool IsMeasure(DriftMetric metric) => metric != DriftMetric.Automatic && Enum.IsDefined(metric);
    }
}
