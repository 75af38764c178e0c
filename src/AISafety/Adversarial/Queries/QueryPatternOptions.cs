namespace AISafety.Adversarial;

/// <summary>When a caller's queries are too much alike, and how many are remembered.</summary>
/// <remarks>Immutable: change a copy by <c>with</c>.</remarks>
public sealed record QueryPatternOptions : GuardOptions
{
    private const double MostChanceAlarms = 0.001;

    /// <summary>The defaults.</summary>
    public static new QueryPatternOptions Default { get; } = new();

    /// <summary>How many of a caller's queries are remembered and judged: 8 to 1,024; default 64. A caller takes 265 bytes for each.</summary>
    public int RecentQueries { get; init; } = 64;

    /// <summary>Which share of them must be near an earlier one, but not equal to it, for the caller to be suspected: more than 0, at most 1; default 0.25.</summary>
    public double AlarmShare { get; init; } = 0.25;

    /// <summary>Two rows are near if they are nearer to each other than this share of the pairs of different reference rows: more than 0, at most 0.1; default 0.001.</summary>
    /// <remarks>A query that has nothing to do with those before is then near one of n remembered ones with a probability of about n times this: 0.06 by default, far below the share that alarms. Where, at that rate,
    /// more than one such query in 1,000 would be suspected (binomial), the options are refused.</remarks>
    public double NearShare { get; init; } = 0.001;

    /// <summary>Two rows are near if their distance is at most this: more than 0, in the unit of the numbers after <see cref="Standardize"/>. Null (default): from the reference, by <see cref="NearShare"/>.</summary>
    public double? Radius { get; init; }

    /// <summary>Whether each number is divided by its standard deviation in the reference; for numbers of several units. One that never varies is divided by the mean standard deviation of the others. Default: false, for pixels.</summary>
    public bool Standardize { get; init; }

    /// <summary>At most how many callers are remembered: 1 to 1,000,000; default 1,024, some 17 MB with 64 queries each. When one more comes, the eighth that was not heard of for longest is forgotten.</summary>
    public int MaxCallers { get; init; } = 1_024;

    /// <summary>Decides the sketch. Null (default): drawn by the system's generator of secrets when the model is built. An integer makes trials repeatable, and is a secret in production: whoever knows it can make queries look some three times as far apart as they are.</summary>
    public int? Seed { get; init; }

    internal int AlarmCount => Math.Max(1, (int)Math.Ceiling(AlarmShare * RecentQueries));

    internal void Check(string guard)
    {
        OptionCheck check = OptionCheck.OfBuilder(guard, nameof(QueryPatternOptions));
        check.Range(nameof(RecentQueries), RecentQueries, 8, 1_024);
        check.Require(AlarmShare is > 0 and <= 1, nameof(AlarmShare), AlarmShare, "more than 0 and at most 1");
        check.Require(NearShare is > 0 and <= 0.1, nameof(NearShare), NearShare, "more than 0 and at most 0.1");
        check.Require(Radius is null || (Radius > 0 && double.IsFinite(Radius.Value)), nameof(Radius), Radius, "more than 0, or null");
        check.Range(nameof(MaxCallers), MaxCallers, 1, 1_000_000);
        check.Require(
            Radius is not null || ChanceAlarm.Of(RecentQueries, AlarmCount, NearShare) <= MostChanceAlarms,
            nameof(NearShare),
            NearShare,
            $"less, for {nameof(RecentQueries)} and {nameof(AlarmShare)} as they are: ordinary queries would alarm, more than one in 1,000");
    }
}
