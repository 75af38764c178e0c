using System.Globalization;

namespace AISafety.Uncertainty;

/// <summary>Moves the level of adaptive intervals or sets by the outcomes, and watches the coverage that is realised.</summary>
/// <param name="name">The monitor's name.</param>
/// <param name="answers">What the answers are called, for the message: <c>Intervals</c> or <c>Sets</c>.</param>
/// <param name="threshold">What is moved.</param>
/// <param name="given">Reads what was answered.</param>
internal sealed class AdaptiveCoverageMonitor(string name, string answers, AdaptiveThreshold threshold, IGivenAnswers given) : ISafetyMonitor, IBoundsFalseAlarms
{
    public const string OfIntervals = "adaptive-coverage";
    public const string OfSets = "adaptive-set-coverage";

    private const string Code = "coverage.low";
    private const string Metric = "coverage";

    private readonly JudgedOutcome[] _judged = new JudgedOutcome[ColumnBlock.Capacity];
    private long _calmWindows;

    public string Name => name;

    public IReadOnlyList<FalseAlarmBound> GetFalseAlarmBounds(double callsPerDay) =>
        [new(name, Metric, threshold.FalseAlarms(callsPerDay), "While each call is covered as often as asked, given those before.")];

    public void Observe(ColumnBlock block, MonitorContext context)
    {
        int count = 0;
        for (int row = 0; row < block.RowCount; row++)
        {
            count += (block.HasLabels ? given.TryJudge(block, row, out _judged[count]) : given.IsGiven(block, row)) ? 1 : 0;
        }

        if (!block.HasLabels)
        {
            threshold.AddGiven(count);
            return;
        }

        (bool isLow, long calmWindows) = threshold.Learn(_judged.AsSpan(0, count), block.RowCount - count);
        if (isLow)
        {
            context.Raise(Alert());
        }
        else if (calmWindows > _calmWindows)
        {
            context.Clear(Code, metric: Metric);
        }

        _calmWindows = calmWindows;
    }

    private SafetyAlert Alert()
    {
        AdaptiveCoverage now = threshold.GetSnapshot();
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"{answers} hold the truth less often than {now.Target:G4}: in {now.WindowCoverage:P1} of the last {now.WindowCount} labelled calls, more rarely than chance allows.");
        return new(Code, message, AlertSeverity.High)
        {
            Metric = Metric,
            Value = now.WindowCoverage,
            Threshold = now.Target,
            ResolveAfter = TimeSpan.Zero,
            SuggestedAction = $"{answers} widen by themselves as outcomes come. If this lasts, the data shift faster than they are told: report outcomes sooner; raise Gamma where they come at once, lower it where they are late; look for what changed.",
        };
    }
}
