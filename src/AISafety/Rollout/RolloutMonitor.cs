namespace AISafety.Rollout;

/// <summary>Reads recorded calls for a rollout's judge, and gives them to it in the order in which their arms were drawn.</summary>
internal sealed class RolloutMonitor(ModelRollout rollout) : ISafetyMonitor
{
    private readonly RolloutGate[] _gates = [.. rollout.Options.Gates];
    private readonly bool _readsLabels = rollout.Options.Gates.Any(static gate => gate.ReadsLabels);

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
    }

    private GateReading[] Read(ColumnBlock block, int row)
    {
        GateReading[] readings = new GateReading[_gates.Length];
        for (int i = 0; i < readings.Length; i++)
        {
            readings[i] = _gates[i].ReadsLabels == block.HasLabels ? _gates[i].Read!(block, row) : new(double.NaN);
        }

        return readings;
    }
}
