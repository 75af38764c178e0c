using AISafety.Statistics;

namespace AISafety.Performance;

/// <summary>Calls a second, counted over spans of time; a span without calls counts. When the clock goes back by more than a span, a span begins anew; by less, the time stands still.</summary>
internal sealed class ThroughputStream(double alpha, TimeSpan span) : MetricStream(PerformanceMetric.Throughput)
{
    private const int First = 20;
    private const int LongestSilence = 100_000;

    private readonly AsymptoticConfidenceSequence _mean = new(alpha, 10 * First, First);
    private DateTimeOffset? _opened;
    private long _rows;

    public override long Count => _mean.Count;

    public override double Greatest => double.PositiveInfinity;

    public override double Value => _mean.Mean;

    public override Interval Interval => new(Math.Max(0, _mean.Interval.Lower), _mean.Interval.Upper);

    public void Add(DateTimeOffset at, int rows)
    {
        _opened ??= at;

        // Blocks come late by less than a span: the clock was set back. What the open span has is of neither time.
        if (_opened - at > span)
        {
            (_opened, _rows) = (at, 0);
        }

        for (int passed = 0; at - _opened >= span && passed < LongestSilence; passed++)
        {
            _mean.Update(_rows / span.TotalSeconds);
            _rows = 0;
            _opened += span;
        }

        // After a silence of days the count begins anew.
        _opened = at - _opened >= span ? at : _opened;
        _rows += rows;
    }
}
