using AISafety.Statistics;

namespace AISafety.Testing;

/// <summary>How managed memory went, and what that means.</summary>
/// <param name="Samples">Every sample, the first before the first call and the last after the last.</param>
/// <param name="BytesPerCall">Theil and Sen's slope after the warm-up; NaN if it was not measured.</param>
/// <param name="Interval">Its 95 % interval.</param>
/// <param name="Limit">What was allowed, in bytes a call.</param>
/// <param name="Verdict">Whether it is more.</param>
public sealed record MemoryTrend(IReadOnlyList<MemorySample> Samples, double BytesPerCall, Interval Interval, double Limit, MemoryVerdict Verdict)
{
    internal static MemoryTrend Of(MemorySample[] samples, long warmUp, double limit)
    {
        MemorySample[] judged = [.. samples.Where(sample => sample.Call >= warmUp)];
        TheilSenResult slope = TheilSen.Compute([.. judged.Select(static sample => (double)sample.Call)], [.. judged.Select(static sample => (double)sample.Bytes)]);
        MemoryVerdict verdict = samples.Length == 0 ? MemoryVerdict.NotMeasured
            : slope.Interval.Upper <= limit ? MemoryVerdict.Flat
            : slope.Interval.Lower > limit ? MemoryVerdict.Growing
            : MemoryVerdict.Unclear;
        return new(samples, slope.Slope, slope.Interval, limit, verdict);
    }
}
