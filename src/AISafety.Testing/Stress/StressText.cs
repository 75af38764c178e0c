using System.Globalization;
using System.Text;

namespace AISafety.Testing;

/// <summary>A report of a stress run for a person.</summary>
internal static class StressText
{
    public static string Of(StressReport report)
    {
        StringBuilder text = new();
        double seconds = report.Elapsed.TotalSeconds;
        Line(text, $"{report.Started:N0} calls, {report.Options.Concurrency:N0} at once, {report.Options.CallBudget} each at most: {seconds:N1} s, {(seconds > 0 ? report.Started / seconds : 0):N0} calls a second");
        foreach (StressOutcome outcome in report.Outcomes)
        {
            Line(text, $"  {outcome.Kind,-14}{outcome.Name,-32}{outcome.Count,14:N0}{(double)outcome.Count / Math.Max(report.Started, 1),10:P3}");
        }

        Line(text, $"  {"ended",-46}{report.Ended,14:N0}");
        StressLatency latency = report.Latency;
        Line(text, $"latency in microseconds: median {latency.Median:N0}, 90 % {latency.P90:N0}, 99 % {latency.P99:N0}, 99.9 % {latency.P999:N0}, most {latency.Max:N0}");
        if (report.Memory.Verdict != MemoryVerdict.NotMeasured)
        {
            MemoryTrend memory = report.Memory;
            Line(text, $"memory: {memory.Samples[0].Bytes:N0} bytes at the start, {memory.Samples[^1].Bytes:N0} at the end; {memory.BytesPerCall:0.###} a call ({memory.Interval.Lower:0.###} to {memory.Interval.Upper:0.###}), {memory.Limit:0.#} allowed: {memory.Verdict}");
        }

        foreach (MonitorStatistics monitor in report.Monitors)
        {
            Line(text, $"monitor {monitor.Monitor}: {monitor.Recorded:N0} recorded = {monitor.Observed:N0} observed + {monitor.Dropped:N0} dropped + {monitor.Pending:N0} pending");
        }

        foreach (StressEventResult one in report.Events)
        {
            Line(text, $"event at call {one.AtCall:N0}: {one.Name}{(one.Exception is null ? "" : $" threw {one.Exception.GetType().Name}")}");
        }

        Line(text, $"exceptions that nobody observed: {report.UnobservedExceptions:N0}");
        if (report.StillRunning > 0)
        {
            Line(text, $"{report.StillRunning:N0} calls have not ended: {string.Join(", ", report.StillRunningCalls)}{(report.StillRunning > report.StillRunningCalls.Count ? ", ..." : "")}");
        }

        IReadOnlyList<string> faults = report.Faults;
        Line(text, $"faults: {(faults.Count == 0 ? "none" : "")}");
        foreach (string fault in faults)
        {
            Line(text, $"  {fault}");
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
