using AISafety.Statistics;

namespace AISafety.Performance;

/// <summary>The expected calibration error over ten bins of equal width.</summary>
internal sealed class CalibrationErrorStream(double alpha) : MetricStream(PerformanceMetric.CalibrationError)
{
    private CalibrationErrorConfidenceSequence _error = new(alpha);

    public override long Count => _error.Count;

    public override double Value => _error.Value;

    public override Interval Interval => _error.Count == 0 ? new(0, 1) : _error.Interval;

    public override bool HasChanged => _error.IsEmpty;

    public override void Restart() => _error = new(alpha);

    public void Add(double probability, byte label) => _error.Update(probability, label);
}
