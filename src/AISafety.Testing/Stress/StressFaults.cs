using System.Globalization;

namespace AISafety.Testing;

/// <summary>What is wrong with a stress run.</summary>
internal static class StressFaults
{
    public static IEnumerable<string> Of(StressReport report)
    {
        if (report.Started != report.Options.Calls || report.Ended != report.Started)
        {
            yield return Text($"{report.Options.Calls:N0} calls were to be made, {report.Started:N0} began, and {report.Ended:N0} ended.");
        }

        if (report.OverBudget > 0)
        {
            yield return Text($"{report.OverBudget:N0} calls took longer than {report.Options.CallBudget}; {report.StillRunning:N0} had not ended at the end.");
        }

        foreach (StressOutcome outcome in report.Outcomes)
        {
            if (outcome.Kind == StressOutcomeKind.Unacceptable)
            {
                yield return Text($"{outcome.Count:N0} calls were answered by '{outcome.Name}' with what is not acceptable.");
            }

            if (outcome.Kind == StressOutcomeKind.Exception && report.Options.ExceptionsAreFaults)
            {
                yield return Text($"{outcome.Count:N0} calls threw {outcome.Name}.");
            }
        }

        if (report.UnobservedExceptions > 0)
        {
            yield return Text($"{report.UnobservedExceptions:N0} exceptions of tasks were not observed, the first a {report.FirstUnobserved[0].GetType().Name}.");
        }

        if (report.Memory.Verdict == MemoryVerdict.Growing)
        {
            yield return Text($"Managed memory grows by {report.Memory.BytesPerCall:0.#} bytes a call ({report.Memory.Interval.Lower:0.#} to {report.Memory.Interval.Upper:0.#}); expected {report.Memory.Limit:0.#} at most.");
        }

        foreach (MonitorStatistics monitor in report.Monitors)
        {
            long expected = report.Started - report.StillRunning;
            if (monitor.Recorded != expected)
            {
                yield return Text($"Monitor '{monitor.Monitor}' had {monitor.Recorded:N0} rows recorded; expected {expected:N0}, one for each call that ended.");
            }

            if (report.MonitorsFlushed && monitor.Pending != 0)
            {
                yield return Text($"Monitor '{monitor.Monitor}' has {monitor.Pending:N0} rows that were neither observed nor dropped.");
            }
        }

        foreach (StressEventResult failed in report.Events.Where(static one => one.Exception is not null))
        {
            yield return Text($"Event '{failed.Name}' threw {failed.Exception!.GetType().Name}.");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
