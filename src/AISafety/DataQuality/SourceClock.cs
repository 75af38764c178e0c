using System.Globalization;

namespace AISafety.DataQuality;

/// <summary>Knows of each source when it was last heard of, when its newest event happened, and how many of its events are late or ahead.</summary>
/// <remarks>Events that are ahead of the clock by more than the tolerance do not count as the newest, or they would hide that all others are old. When the clock goes backwards, what was heard is moved with it: a
/// silence goes on, less what passed since the clock was last looked at.</remarks>
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
        of.Heard = of.Heard > arrived ? of.Heard : arrived;
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
            (of.Events, of.Late, of.Ahead, of.IsJudged) = (0, 0, 0, true);
        }
    }

    /// <summary>Sees what the clock says, and nothing else: rows come late, and would look like a clock that goes back. Before the rows that came since are added.</summary>
    public void Look(DateTimeOffset now)
    {
        TimeSpan back = NotNegative((_latest ?? now) - now);
        _latest = now;
        foreach (Source source in _sources)
        {
            DateTimeOffset heard = source.Heard ?? now;
            source.Heard = heard - DateTimeOffset.MinValue > back ? heard - back : DateTimeOffset.MinValue;
            source.Newest = back > TimeSpan.Zero && source.Newest > now ? now : source.Newest;
        }
    }

    /// <summary>How each source stands.</summary>
    public IReadOnlyList<SourceQuality> Status(DateTimeOffset now) => [.. _sources.Select(source => StatusOf(source, now))];

    /// <summary>What is wrong at a time. Shares of events are told once they are judged, not again with every look.</summary>
    public void Judge(DateTimeOffset now, QualityJudgement judgement)
    {
        foreach (Source of in _sources)
        {
            SourceQuality source = StatusOf(of, now);
            if (options.MaxSilence is { } silence)
            {
                Tell("silence-seconds", source.Silence.TotalSeconds, silence.TotalSeconds, $"No row came from source '{of.Name}' for {source.Silence.TotalSeconds:F0} seconds.");
            }

            if (options.MaxAge is { } most && source.Age is { } age)
            {
                Tell("age-seconds", age.TotalSeconds, most.TotalSeconds, $"The newest event of source '{of.Name}' is {age.TotalSeconds:F0} seconds old.");
            }

            if (hasTimes && of.IsJudged)
            {
                Tell("late-share", source.LateShare, options.MostLate, $"{source.LateShare:P0} of the last events of source '{of.Name}' came late.");
                Tell("future-share", source.FutureShare, options.MostLate, $"{source.FutureShare:P0} of the last events of source '{of.Name}' are in the future: its clock is ahead, or ours behind.");
                of.IsJudged = false;
            }

            void Tell(string metric, double value, double limit, FormattableString message)
            {
                if (value > limit)
                {
                    judgement.Findings.Add(new(DataQualityCheck.Stale, of.Name, metric, value, limit, message.ToString(CultureInfo.InvariantCulture)));
                }
                else
                {
                    judgement.NotFound(DataQualityCheck.Stale, of.Name, metric);
                }
            }
        }
    }

    private static SourceQuality StatusOf(Source source, DateTimeOffset now) => new(
        source.Name, source.Newest is { } newest ? NotNegative(now - newest) : null, NotNegative(now - (source.Heard ?? now)), source.LateShare, source.AheadShare);

    private static TimeSpan NotNegative(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;

    private sealed class Source(string name)
    {
        public string Name => name;

        public DateTimeOffset? Heard { get; set; }

        public DateTimeOffset? Newest { get; set; }

        public int Events { get; set; }

        public int Late { get; set; }

        public int Ahead { get; set; }

        /// <summary>Whether the shares are new.</summary>
        public bool IsJudged { get; set; }

        public double LateShare { get; set; } = double.NaN;

        public double AheadShare { get; set; } = double.NaN;
    }
}
