using AISafety.Statistics;

namespace AISafety.Performance;

/// <summary>Recall where only what was predicted 1 gets a label: not identified, between worst-case bounds. The selected without a label yet count as those with one.</summary>
internal sealed class SelectiveRecallStream(MeanStream precision) : MetricStream(PerformanceMetric.Recall)
{
    private long _selected;
    private long _rejected;

    public override long Count => _selected + _rejected;

    public override double Value => double.NaN;

    public override Interval Interval
    {
        get
        {
            if (precision.Count == 0)
            {
                return new(0, 1);
            }

            // The lower end moves down with the least precision that the labels allow.
            long hits = (long)(precision.Interval.Lower * _selected);
            Interval bounds = SelectiveLabelBounds.WorstCase(hits, _selected - hits, _rejected).TruePositiveRate;
            return hits == 0 ? new(0, 1) : bounds;
        }
    }

    public override bool IsIdentified => false;

    public override bool HasChanged => precision.HasChanged;

    public override void Restart() => (_selected, _rejected) = (0, 0);

    public void Add(bool isSelected)
    {
        _selected += isSelected ? 1 : 0;
        _rejected += isSelected ? 0 : 1;
    }
}
