namespace AISafety.Performance;

/// <summary>The errors of numeric predictions on rows with labels.</summary>
internal sealed class RegressionWindow : IMetricWindow
{
    private const int First = 100;

    private readonly ColumnHandle _value;
    private readonly double? _greatest;
    private readonly Action<double> _addAbsolute;
    private readonly Action<double> _addSquared;

    public RegressionWindow(ColumnHandle value, RegressionMonitoringOptions options)
    {
        double alpha = 1 - options.Confidence;
        _value = value;
        _greatest = options.GreatestError;
        if (_greatest is { } greatest)
        {
            MeanStream absolute = new(PerformanceMetric.MeanAbsoluteError, alpha, share => share * greatest);
            MeanStream squared = new(PerformanceMetric.RootMeanSquareError, alpha, share => Math.Sqrt(share) * greatest);
            _addAbsolute = error => absolute.Add(error / greatest);
            _addSquared = error => squared.Add(error / greatest * (error / greatest));
            Streams = [absolute, squared];
        }
        else
        {
            UnboundedMeanStream absolute = new(PerformanceMetric.MeanAbsoluteError, alpha, First);
            UnboundedMeanStream squared = new(PerformanceMetric.RootMeanSquareError, alpha, First, Math.Sqrt);
            _addAbsolute = absolute.Add;
            _addSquared = error => squared.Add(error * error);
            Streams = [absolute, squared];
        }
    }

    public IReadOnlyList<MetricStream> Streams { get; }

    public int Invalid { get; private set; }

    public int Observe(ColumnBlock block)
    {
        if (!block.HasLabels)
        {
            return 0;
        }

        int taken = 0;
        ReadOnlySpan<float> values = block.Column(_value);
        for (int row = 0; row < block.RowCount; row++)
        {
            if (!block.IsModelsAnswer(row))
            {
                continue;
            }

            taken++;
            double error = Math.Abs((double)values[row] - block.Labels[row]);
            if (!double.IsFinite(error))
            {
                Invalid++;
                continue;
            }

            // A greater error than the greatest counts as that: the metric is the mean of what was cut.
            error = Math.Min(error, _greatest ?? error);
            _addAbsolute(error);
            _addSquared(error);
        }

        return taken;
    }
}
