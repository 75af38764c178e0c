using System.Globalization;
using AISafety.DataQuality;

namespace AISafety;

/// <summary>Adds the watch of data quality to a safe model.</summary>
public static class DataQualityExtensions
{
    private const string OnlySource = "inputs";
    private const int LeastBlocksInBucket = 10;

    /// <summary>Watches the quality of the model's inputs. Monitor <c>data-quality</c>; needs <see cref="SafetyBuilder{TIn, TOut}.UseFeatures"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="reference">What inputs are normally like, fitted with the same schema; outputs in it play no part.</param>
    /// <param name="options">Windows, tolerances, limits. Default: <see cref="DataQualityOptions.Default"/>.</param>
    /// <param name="feed">How event times and sources are read. Default: neither is.</param>
    /// <param name="onWindow">Told of every window that was judged, on the monitor's thread; for dashboards. What it throws is told as <c>monitor.failed</c>.</param>
    /// <param name="status">Follows the monitor: to be read, and asked to look at the clock, from anywhere. Default: none.</param>
    /// <remarks>Alerts: <c>quality.missing</c>, <c>quality.unseen</c>, <c>quality.range</c>, <c>quality.constant</c>, <c>quality.stuck</c>, <c>quality.duplicates</c>, <c>quality.unit</c>, <c>quality.type</c>, <c>quality.correlation</c>,
    /// <c>quality.volume</c>, <c>quality.stale</c>. An event's time is recorded as its age when the call ends, in seconds as a float: to a second up to an age of 194 days, to a part in 16 million beyond.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="reference"/> is null.</exception>
    /// <exception cref="ArgumentException">The feed reads sources but lists none, too many, or one twice; lists some without reading them; or data quality with a feed was added before.</exception>
    /// <exception cref="SafetyBuildException">An option is out of its range or needs a feed that is not there; or at Build: there is no schema, it is not the reference's, or blocks may be too old for the buckets or for the longest silence.</exception>
    public static SafetyBuilder<TIn, TOut> AddDataQuality<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        ReferenceProfile reference,
        DataQualityOptions? options = null,
        DataQualityFeed<TIn>? feed = null,
        Action<DataQualityWindow>? onWindow = null,
        DataQualityStatus? status = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(reference);
        options = (options ?? DataQualityOptions.Default).Checked(DataQualityMonitor.MonitorName);
        if (feed?.EventTime is null && (options.MaxAge is not null || options.LateAfter is not null))
        {
            string option = options.MaxAge is not null ? nameof(options.MaxAge) : nameof(options.LateAfter);
            throw new SafetyBuildException($"'{DataQualityMonitor.MonitorName}': {nameof(DataQualityOptions)}.{option} is stated; expected a feed with {nameof(DataQualityFeed<>.EventTime)} to be given, too.");
        }

        if (feed?.Source is null && feed?.Sources.Count > 0)
        {
            throw new ArgumentException("The feed lists sources; expected it to say how an input's source is read, too.", nameof(feed));
        }

        ColumnHandle? ages = feed?.EventTime is { } eventTime ? builder.AddColumn("data-quality: age", (input, _) => Age(eventTime(input), builder.TimeProvider)) : null;
        CodesHandle? codes = feed?.Source is { } source ? builder.AddCodes("data-quality: source", source, feed.Sources) : null;
        IReadOnlyList<string> names = codes is null ? [OnlySource] : [.. feed!.Sources];
        return builder.AddMonitor(build =>
        {
            RequireLongSpans(options, builder.Recording);
            reference.RequireSchema(build.RequireSchema(DataQualityMonitor.MonitorName), DataQualityMonitor.MonitorName);
            SourceClock? sources = feed is null && options.MaxSilence is null ? null : new SourceClock(names, ages is not null, options);
            DataQualityMonitor monitor = new(reference, options, ages, codes, sources, onWindow);
            status?.Follow(monitor);
            return monitor;
        });
    }

    // Rows travel in blocks: what comes late must be little beside what a bucket holds.
    private static void RequireLongSpans(DataQualityOptions options, RecordingOptions recording)
    {
        if (options.MaxSilence is { } silence && silence / 2 < recording.MaxBlockAge)
        {
            throw new SafetyBuildException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{DataQualityMonitor.MonitorName}': {nameof(DataQualityOptions)}.{nameof(options.MaxSilence)} is {silence}; expected no less than twice the recording's {nameof(recording.MaxBlockAge)}, {recording.MaxBlockAge}, by which rows come late."));
        }

        if (options.VolumeBucket is { } bucket && bucket / LeastBlocksInBucket < recording.MaxBlockAge)
        {
            throw new SafetyBuildException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{DataQualityMonitor.MonitorName}': {nameof(DataQualityOptions)}.{nameof(options.VolumeBucket)} is {bucket}; expected no less than {LeastBlocksInBucket} times the recording's {nameof(recording.MaxBlockAge)}, {recording.MaxBlockAge}."));
        }
    }

    // Of the call's own time, so that a float has the resolution where it matters: for events that happened just now.
    private static float Age(DateTimeOffset? happened, TimeProvider clock) => happened is { } time ? (float)(clock.GetUtcNow() - time).TotalSeconds : float.NaN;
}
