namespace AISafety.Evaluation.Rollout;

/// <summary>Raises a condition for some rows of every so many, and clears it: what makes a breaker flap.</summary>
internal sealed class FlappingMonitor(int every, int raised) : ISafetyMonitor
{
    public const string Code = "trial.flapping";

    private long _rows;

    public string Name => "flapping";

    public void Observe(ColumnBlock block, MonitorContext context)
    {
        _rows += block.RowCount;
        if (_rows % every < raised)
        {
            context.Raise(new(Code, "It is that time again.", AlertSeverity.High));
        }
        else
        {
            context.Clear(Code);
        }
    }
}

/// <summary>Never comes back from its first block.</summary>
internal sealed class StuckMonitor : ISafetyMonitor
{
    public string Name => "stuck";

    public void Observe(ColumnBlock block, MonitorContext context) => context.CancellationToken.WaitHandle.WaitOne();
}

/// <summary>Takes every block.</summary>
internal sealed class CountingMonitor : ISafetyMonitor
{
    public string Name => "counting";

    public void Observe(ColumnBlock block, MonitorContext context)
    {
    }
}
