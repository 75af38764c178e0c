using AISafety.Statistics;

namespace AISafety.Performance;

/// <summary>Latency, throughput and error rate of calls.</summary>
internal sealed class ServiceWindow : IMetricWindow
{
    // A rank error of 0.15 %, so that the 99 % quantile has an upper end within a window.
    private const int SketchSize = 2000;
    private const double MicrosecondsInMillisecond = 1000;

    private readonly KllSketch _latency = new(SketchSize);
    private readonly MeanStream _errors;
    private readonly ThroughputStream _throughput;

    public ServiceWindow(bool measuresLatency, ServiceMonitoringOptions options)
    {
        double alpha = 1 - options.Confidence;
        _errors = new(PerformanceMetric.ErrorRate, alpha);
        _throughput = new(alpha, options.ThroughputSpan);
        Streams = measuresLatency
            ?
            [
                _errors, _throughput, new LatencyStream(PerformanceMetric.LatencyP50, _latency, 0.5, alpha),
                new LatencyStream(PerformanceMetric.LatencyP95, _latency, 0.95, alpha), new LatencyStream(PerformanceMetric.LatencyP99, _latency, 0.99, alpha),
            ]
            : [_errors, _throughput];
    }

    public IReadOnlyList<MetricStream> Streams { get; }

    public int Invalid => 0;

    public int Observe(ColumnBlock block)
    {
        if (block.HasLabels)
        {
            return 0;
        }

        _throughput.Add(block.Opened, block.RowCount);
        int taken = 0;
        for (int row = 0; row < block.RowCount; row++)
        {
            if (block.Actions[row] == SafetyAction.NotEvaluated)
            {
                continue;
            }

            taken++;
            _errors.Add(block.HasOutput[row] ? 0 : 1);
            if (!block.Latency.IsEmpty)
            {
                _latency.Update(block.Latency[row] / MicrosecondsInMillisecond);
            }
        }

        return taken;
    }
}
