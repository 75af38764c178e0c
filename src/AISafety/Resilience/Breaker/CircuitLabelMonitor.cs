using AISafety.Drift;

namespace AISafety.Resilience;

/// <summary>Tells a circuit which answers turned out to be wrong.</summary>
internal sealed class CircuitLabelMonitor(Circuit circuit, ColumnHandle answer, double tolerance) : ISafetyMonitor
{
    private readonly RowLoss _loss = new(answer, (given, label) => Math.Abs((double)given - label) <= tolerance ? 0 : 1);

    public string Name => CircuitBreaker.PartName;

    public void Observe(ColumnBlock block, MonitorContext context)
    {
        if (!block.HasLabels)
        {
            return;
        }

        for (int row = 0; row < block.RowCount; row++)
        {
            double loss = _loss.Of(block, row);
            if (!double.IsNaN(loss))
            {
                circuit.Take(block.CallIdAt(row), loss == 0);
            }
        }
    }
}
