using System.Globalization;
using AISafety.Statistics;

namespace AISafety.DataQuality;

/// <summary>Counts rows by buckets of time and compares each with the ones before, or with what is expected.</summary>
/// <remarks>
/// <para>Counts are brought to a common variance by Anscombe's square root, 2 sqrt(n + 3/8), under which Poisson counts have a variance of some 1 (F. Anscombe, Biometrika 35, 1948). The last buckets' variance, 1 at least, takes up what
/// traffic has more than that; a bucket is judged by the t distribution of a prediction from so many, and by the exact binomial tail of its share of all rows, for roots are too sure of small counts. A bucket that alarms is not
/// learned, until so many have in a row that they are the new normal.</para>
/// <para>Where it is said how many are expected, the first bucket is judged, by the Poisson distribution; later ones by the variance about what is expected too, of buckets within the factor of it. There is no new normal.</para>
/// </remarks>
internal sealed class TrafficVolume(DataQualityOptions options, QualityBudget budget)
{
    private const int LeastBuckets = 12;
    private const int MostBuckets = 288;
    private const string Metric = "rows";

    private readonly TimeSpan _length = options.VolumeBucket ?? TimeSpan.MaxValue;
    private readonly Queue<long> _past = new();
    private readonly List<long> _refused = [];
    private DateTimeOffset _start;
    private DateTimeOffset _latest;
    private long _count;
    private bool _began;
    private DataQualityFinding? _worst;
    private bool _isJudged;

    /// <summary>What the last whole bucket was found to be; null if it was as usual, or could not be judged.</summary>
    public DataQualityFinding? Finding { get; private set; }

    /// <summary>Some rows came, or none did and the time is looked at.</summary>
    /// <param name="at">When they came; of an earlier bucket if they were late: they count in the one that is open.</param>
    /// <param name="now">What the clock says. If it goes back by more than a bucket, a bucket begins anew; by less, the time stands still.</param>
    /// <param name="rows">How many.</param>
    public void Add(DateTimeOffset at, DateTimeOffset now, int rows)
    {
        if (!_began || _latest - now > _length)
        {
            (_began, _start, _count) = (true, at, 0);
        }

        _latest = now;
        long passed = at < _start ? 0 : (at - _start).Ticks / _length.Ticks;
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

    /// <summary>Says what became of the buckets that ended since this was last asked: the least likely finding, if there was one.</summary>
    public void Report(QualityJudgement judgement)
    {
        if (_worst is not null)
        {
            judgement.Findings.Add(_worst);
        }
        else if (_isJudged)
        {
            judgement.NotFound(DataQualityCheck.Volume, null, Metric);
        }

        (_worst, _isJudged) = (null, false);
    }

    private void Close(long count)
    {
        bool canJudge = options.ExpectedRows is not null || _past.Count >= LeastBuckets;
        Finding = canJudge ? Judge(count) : null;
        _isJudged |= canJudge;
        _worst = Finding is not null && (_worst is null || Finding.PValue < _worst.PValue) ? Finding : _worst;
        if (Finding is null)
        {
            _refused.Clear();

            // What is far from what is expected would make all that is far from it look usual.
            if (options.ExpectedRows is not { } expected || !IsFar(count, expected))
            {
                Learn(count);
            }

            return;
        }

        if (options.ExpectedRows is not null)
        {
            return;
        }

        _refused.Add(count);
        if (_refused.Count >= LeastBuckets)
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

    private bool IsFar(long count, double rows) => count > rows ? count > rows * options.VolumeFactor : count * options.VolumeFactor < rows;

    private DataQualityFinding? Judge(long count)
    {
        double rows = options.ExpectedRows ?? _past.Average();
        if (!IsFar(count, rows))
        {
            return null;
        }

        bool isMany = count > rows;
        double p = options.ExpectedRows is null ? OfPast(count, isMany) : OfExpected(count, rows, isMany);
        double level = budget.Level(DataQualityCheck.Volume, Math.Max(1, rows));
        string message = string.Create(CultureInfo.InvariantCulture, $"{count} rows came in {_length}, far {(isMany ? "more" : "fewer")} than the usual {rows:F0}.");
        return p <= level
            ? new(DataQualityCheck.Volume, null, Metric, count, isMany ? rows * options.VolumeFactor : rows / options.VolumeFactor, message) { PValue = p, Level = level }
            : null;
    }

    // Roots are too sure of few rows in a bucket. The exact tails, of which the worse counts, know of no variance beyond Poisson's.
    private double OfPast(long count, bool isMany)
    {
        // Of all rows together, those of this bucket are binomial if all buckets are alike.
        double total = _past.Sum() + count;
        double share = 1.0 / (_past.Count + 1);
        double binomial = 2 * (isMany ? BetaTail.Of(count, total - count + 1, share) : BetaTail.Of(total - count, count + 1, 1 - share));
        double mean = _past.Average(static past => Root(past));
        double variance = Squares(mean) / (_past.Count - 1);
        double error = Math.Sqrt(Math.Max(1, variance) * (1 + (1.0 / _past.Count)));
        return Math.Max(Math.Min(1, binomial), StudentTail.TwoSidedOf((Root(count) - mean) / error, _past.Count - 1));
    }

    private double OfExpected(long count, double expected, bool isMany)
    {
        double poisson = Math.Min(1, 2 * (isMany ? GammaTail.LowerOf(count, expected) : GammaTail.Of(count + 1, expected)));
        if (_past.Count < LeastBuckets)
        {
            return poisson;
        }

        double error = Math.Sqrt(Math.Max(1, Squares(Root(expected)) / _past.Count));
        return Math.Max(poisson, StudentTail.TwoSidedOf((Root(count) - Root(expected)) / error, _past.Count));
    }

    private double Squares(double mean) => _past.Sum(past => (Root(past) - mean) * (Root(past) - mean));

    private static double Root(double count) => 2 * Math.Sqrt(count + 0.375);
}
