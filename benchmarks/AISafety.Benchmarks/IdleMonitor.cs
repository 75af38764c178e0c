namespace AISafety.Benchmarks;

/// <summary>A monitor that does nothing: what is left is what recording costs.</summary>
internal sealed class IdleMonitor : ISafetyMonitor
{
    public string Name => "idle";

    public void Observe(ColumnBlock block, MonitorContext context)
    {
    }
}
