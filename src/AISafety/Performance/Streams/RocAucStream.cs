using AISafety.Statistics;

namespace AISafety.Performance;

/// <summary>The area under the ROC curve.</summary>
internal sealed class RocAucStream(double alpha) : MetricStream(PerformanceMetric.RocAuc)
{
    private RocAucConfidenceSequence _area = new(alpha);

    public override long Count => _area.Count;

    public override double Value => _area.Mean;

    public override Interval Interval => new(_area.Lower, _area.Upper);

    public override bool HasChanged => _area.IsEmpty;

    public override void Restart() => _area = new(alpha);

    public void Add(double probability, byte label) => _area.Update(probability, label);
}
