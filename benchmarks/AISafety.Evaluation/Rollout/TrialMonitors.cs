namespace AISafety.Evaluation.Rollout;

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
