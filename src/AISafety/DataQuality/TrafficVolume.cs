using System.Globalization;
using AISafety.Statistics;

namespace AISafety.DataQuality;

/// <summary>Counts rows by buckets of time and compares each with the ones before, or with what is expected.</summary>
/// <remarks>
/// <para>Counts are brought to a common variance by Anscombe's square root, 2 sqrt(n + 3/8), under which Poisson counts have a variance of some 1 (F. Anscombe, Biometrika 35, 1948). The last buckets' variance, 1 at least, takes up what
/// traffic has more than that; a bucket is judged by the t distribution of a prediction from so many.</para>
/// <para>A bucket that alarms is not learned, until so many have in a row that they are the new normal.</para>
/// </remarks>
internal sealed class TrafficVolume(DataQualityOptions options, QualityBudget budget)
{
    private const int LeastBuckets = 12;
    private const int MostBuckets = 288;

    private readonly TimeSpan _length = options.VolumeBucket ?? TimeSpan.MaxValue;
    private readonly Queue<long> _past = new();
    private readonly List<long> _refused = [];
    private DateTimeOffset _start;
    private DateTimeOffset _latest;
    private long _count;
    private bool _began;

    /// <summary>What the last whole bucket was found to be; null if it was as usual, or could not be judged.</summary>
    public DataQualityFinding? Finding { get; private set; }

    /// <summary>Some rows came, or none did and the time is looked at.</summary>
    /// <remarks>A clock that goes back by more than a bucket begins a bucket anew; by less, the time stands still.</remarks>
    public void Add(DateTimeOffset now, int rows)
    {
        if (!_began || _latest - now > _length)
        {
            (_began, _start, _count) = (true, now, 0);
        }

        _latest = now;
        long passed = now < _start ? 0 : (now - _start).Ticks / _length.Ticks;
        if (passed > 0)
        {
            Close(_count);
            for (long i = 1; i < Math.Min(passed, LeastBuckets); i++)
            {
                Close(0);
            }

            _start += TimeSpan.FromTicks(passed * _length.Ticks);
            _count = 0;
        }

        _count += rows;
    }

    private void Close(long count)
    {
        Finding = Judge(count);
        if (Finding is null)
        {
            _refused.Clear();
            Learn(count);
            return;
        }

        _refused.Add(count);
        if (_refused.Count >= LeastBuckets && options.ExpectedRows is null)
        {
            _past.Clear();
            _refused.ForEach(Learn);
            _refused.Clear();
        }
    }

    private void Learn(long count)
    {
        _past.Enqueue(count);
        if (_past.Count > MostBuckets)
        {
            _past.Dequeue();
        }
    }

    private DataQualityFinding? Judge(long count)
    {
        if (_past.Count < LeastBuckets)
        {
            return null;
        }

        double rows = options.ExpectedRows ?? _past.Average();
        bool isMany = count > rows;
        if (isMany ? count <= rows * options.VolumeFactor : count * options.VolumeFactor >= rows)
        {
            return null;
        }

        double mean = options.ExpectedRows is { } expected ? Root(expected) : _past.Average(static past => Root(past));
        double variance = _past.Sum(past => (Root(past) - mean) * (Root(past) - mean)) / (_past.Count - 1);
        double error = Math.Sqrt(Math.Max(1, variance) * (1 + (1.0 / _past.Count)));
        double p = StudentTail.TwoSidedOf((Root(count) - mean) / error, _past.Count - 1);
        double level = budget.Level(DataQualityCheck.Volume, Math.Max(1, rows));
        string message = string.Create(CultureInfo.InvariantCulture, $"{count} rows came in {_length}, far {(isMany ? "more" : "fewer")} than the usual {rows:F0}.");
        return p <= level
            ? new(DataQualityCheck.Volume, null, "rows", count, isMany ? rows * options.VolumeFactor : rows / options.VolumeFactor, message) { PValue = p, Level = level }
            : null;
    }

    private static double Root(double count) => 2 * Math.Sqrt(count + 0.375);
}
