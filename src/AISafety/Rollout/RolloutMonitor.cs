namespace AISafety.Rollout;

/// <summary>Reads recorded calls for a rollout's judge.</summary>
internal sealed class RolloutMonitor(ModelRollout rollout) : ISafetyMonitor
{
    private readonly RolloutGate[] _gates = [.. rollout.Options.Gates];
    private readonly GateReading[] _readings = new GateReading[rollout.Options.Gates.Count];
    private readonly bool _readsLabels = rollout.Options.Gates.Any(static gate => gate.ReadsLabels);
    private double _share = -1;

    public string Name => ModelRollout.Part;

    public void Observe(ColumnBlock block, MonitorContext context)
    {
        if (rollout.Judge is not { } judge || (block.HasLabels && !_readsLabels))
        {
            return;
        }

        lock (judge)
        {
            if (_share != rollout.Share)
            {
                judge.CloseKeys();
                _share = rollout.Share;
            }

            for (int row = 0; row < block.RowCount && !judge.IsHarmful; row++)
            {
                ArmNote arm = block.Headers[row].Arm;
                if (arm.Arm != 0 && arm.Share is > 0 and < 1)
                {
                    Observe(judge, block, row, arm);
                }
            }

            rollout.Looked(judge);
        }
    }

    private void Observe(RolloutJudge judge, ColumnBlock block, int row, ArmNote arm)
    {
        for (int i = 0; i < _gates.Length; i++)
        {
            _readings[i] = _gates[i].ReadsLabels == block.HasLabels ? _gates[i].Read!(block, row) : new(double.NaN);
        }

        bool isCandidate = arm.Arm == ArmCode.Candidate;
        if (block.HasLabels)
        {
            judge.ObserveOutcome(isCandidate, arm.Share, arm.Cluster, _readings);
        }
        else
        {
            judge.Observe(isCandidate, arm.Share, arm.Cluster, _readings);
        }
    }
}
