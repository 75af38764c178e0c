using System.Globalization;

namespace AISafety.Rollout;

/// <summary>Reads recorded calls for a rollout's judge, and gives them to it in the order in which their arms were drawn. Says when the judge has too little to go by.</summary>
/// <param name="rollout">The rollout.</param>
/// <param name="statistics">How many rows the monitors of the model have lost.</param>
internal sealed class RolloutMonitor(ModelRollout rollout, Func<IReadOnlyList<MonitorStatistics>> statistics) : ISafetyMonitor, IReportsHealth
{
    internal const string SilentCode = "rollout.gate-silent";

    // A hundredth less is no matter: what is lost is lost whatever the arm.
    private const double MostLost = 0.01;

    private readonly RolloutGate[] _gates = [.. rollout.Options.Gates];
    private readonly bool _readsLabels = rollout.Options.Gates.Any(static gate => gate.ReadsLabels);
    private volatile string[] _silences = [];

    public string Name => ModelRollout.Part;

    public void Observe(ColumnBlock block, MonitorContext context)
    {
        if (block.HasLabels && !_readsLabels)
        {
            return;
        }

        for (int row = 0; row < block.RowCount; row++)
        {
            ArmNote arm = block.Headers[row].Arm;
            if (arm.Arm != 0 && arm.Share is > 0 and < 1)
            {
                rollout.Queue.Add(new(arm, Read(block, row), block.HasLabels));
            }
        }

        rollout.Look();
        TellSilence(context);
    }

    /// <inheritdoc/>
    public PartHealth GetHealth()
    {
        MonitorStatistics? rows = statistics().FirstOrDefault(static one => one.Monitor == ModelRollout.Part);
        string[] faults = rows is not null && rows.Dropped > MostLost * rows.Recorded
            ? [.. _silences, string.Create(CultureInfo.InvariantCulture, $"Rollout '{rollout.Options.Name}': {rows.Dropped:N0} of {rows.Recorded:N0} recorded calls were lost before they were judged; the candidate is judged by the rest.")]
            : _silences;
        return faults.Length == 0
            ? new("rollout.evidence", HealthState.Healthy, "Recorded calls come to the gates, and they can read them.")
            : new("rollout.evidence", HealthState.Degraded, string.Join(' ', faults));
    }

    private GateReading[] Read(ColumnBlock block, int row)
    {
        GateReading[] readings = new GateReading[_gates.Length];
        for (int i = 0; i < readings.Length; i++)
        {
            readings[i] = _gates[i].ReadsLabels == block.HasLabels ? Read(_gates[i], block, row) : new(double.NaN);
        }

        return readings;
    }

    /// <summary>A gate that cannot read a call has nothing of it; the others have.</summary>
    private static GateReading Read(RolloutGate gate, ColumnBlock block, int row)
    {
        try
        {
            return gate.Read!(block, row);
        }
        catch (Exception)
        {
            // Told as a gate that reads nothing.
            return new(double.NaN);
        }
    }

    private void TellSilence(MonitorContext context)
    {
        RolloutReport report = rollout.GetReport();
        bool isJudging = report.State.Status is not (RolloutStatus.Promoted or RolloutStatus.RolledBack);
        List<string> silences = [];
        foreach (GateStatus gate in report.Gates)
        {
            if (isJudging && GateSilence.Of(gate, rollout.Options.Steps[report.State.Step]) is { } silence)
            {
                string text = $"Rollout '{rollout.Options.Name}': {silence}; it does not judge the candidate.";
                silences.Add(text);
                context.Raise(new(SilentCode, text, AlertSeverity.Medium) { Metric = gate.Gate });
            }
            else
            {
                context.Clear(SilentCode, metric: gate.Gate);
            }
        }

        _silences = [.. silences];
    }
}
