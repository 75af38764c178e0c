using System.Globalization;

namespace AISafety.DataQuality;

/// <summary>Knows of each source when it was last heard of, when its newest event happened, and how many of its events are late or ahead.</summary>
/// <remarks>Events that are ahead of the clock by more than the tolerance do not count as the newest, or they would hide that all others are old. When the clock goes backwards, every source is taken to have been heard of just then.</remarks>
internal sealed class SourceClock(IReadOnlyList<string> names, bool hasTimes, DataQualityOptions options)
{
    private const int EventsToJudge = 20;

    private readonly Source[] _sources = [.. names.Select(static name => new Source(name))];
    private DateTimeOffset? _latest;

    /// <summary>A row came.</summary>
    /// <param name="source">Whose.</param>
    /// <param name="arrived">When.</param>
    /// <param name="age">How old its event was then, in seconds; NaN if that is not known.</param>
    public void Add(int source, DateTimeOffset arrived, float age)
    {
        Source of = _sources[source];
        of.Heard = arrived;
        if (!float.IsFinite(age))
        {
            return;
        }

        of.Events++;
        if (age < -options.FutureTolerance.TotalSeconds)
        {
            of.Ahead++;
        }
        else
        {
            // A time before the year 1 is as old as can be.
            DateTimeOffset happened = age > (arrived - DateTimeOffset.MinValue).TotalSeconds - 1 ? DateTimeOffset.MinValue : arrived - TimeSpan.FromSeconds(Math.Max(0, age));
            of.Newest = of.Newest is { } newest && newest >= happened ? newest : happened;
            of.Late += age > options.LateAfter?.TotalSeconds ? 1 : 0;
        }

        if (of.Events == EventsToJudge)
        {
            (of.LateShare, of.AheadShare) = ((double)of.Late / of.Events, (double)of.Ahead / of.Events);
            (of.Events, of.Late, of.Ahead) = (0, 0, 0);
        }
    }

    /// <summary>Sees what time it is; before the rows that came then are added.</summary>
    public void Look(DateTimeOffset now)
    {
        bool isBack = _latest - now > options.FutureTolerance;
        _latest = _latest is null || isBack || now > _latest ? now : _latest;
        foreach (Source source in _sources)
        {
            source.Heard = source.Heard is null || isBack ? now : source.Heard;
            source.Newest = isBack && source.Newest > now ? now : source.Newest;
        }
    }

    /// <summary>How each source stands.</summary>
    public IReadOnlyList<SourceQuality> Status(DateTimeOffset now) => [.. _sources.Select(source => new SourceQuality(
        source.Name, source.Newest is { } newest ? NotNegative(now - newest) : null, NotNegative(now - (source.Heard ?? now)), source.LateShare, source.AheadShare))];

    /// <summary>What is wrong at a time.</summary>
    public List<DataQualityFinding> Judge(DateTimeOffset now)
    {
        List<DataQualityFinding> findings = [];
        foreach (SourceQuality source in Status(now))
        {
            if (source.Silence > options.MaxSilence)
            {
                Add("silence-seconds", source.Silence.TotalSeconds, options.MaxSilence.Value.TotalSeconds, Text($"No row came from source '{source.Source}' for {source.Silence.TotalSeconds:F0} seconds."));
            }

            if (source.Age > options.MaxAge)
            {
                Add("age-seconds", source.Age.Value.TotalSeconds, options.MaxAge.Value.TotalSeconds, Text($"The newest event of source '{source.Source}' is {source.Age.Value.TotalSeconds:F0} seconds old."));
            }

            if (hasTimes && source.LateShare > options.MostLate)
            {
                Add("late-share", source.LateShare, options.MostLate, Text($"{source.LateShare:P0} of the last events of source '{source.Source}' came late."));
            }

            if (hasTimes && source.FutureShare > options.MostLate)
            {
                Add("future-share", source.FutureShare, options.MostLate, Text($"{source.FutureShare:P0} of the last events of source '{source.Source}' are in the future: its clock is ahead, or ours behind."));
            }

            void Add(string metric, double value, double limit, string message) => findings.Add(new(DataQualityCheck.Stale, source.Source, metric, value, limit, message));
        }

        return findings;
    }

    private static TimeSpan NotNegative(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Source(string name)
    {
        public string Name => name;

        public DateTimeOffset? Heard { get; set; }

        public DateTimeOffset? Newest { get; set; }

        public int Events { get; set; }

        public int Late { get; set; }

        public int Ahead { get; set; }

        public double LateShare { get; set; } = double.NaN;

        public double AheadShare { get; set; } = double.NaN;
    }
}
