namespace AISafety.Statistics.Tests.Streaming;

/// <summary>ADWIN2 as plainly as it can be written: a list of buckets, every boundary tried at every check. The arithmetic of a boundary is the
/// library's, so that both must agree on every index.</summary>
internal sealed class AdwinByDefinition(double delta, int interval)
{
    private readonly List<(long Size, double Sum, double Squares)> _buckets = [];
    private double _sum;
    private double _squares;
    private long _count;

    public long Width { get; private set; }

    public double Mean => _sum / Width;

    public double Variance => _squares / Width;

    public bool Update(double value)
    {
        if (Width > 0)
        {
            double difference = (value * Width) - _sum;
            _squares += difference * difference / (Width * (Width + 1.0));
        }

        Width++;
        _sum += value;
        _buckets.Add((1, value, 0));
        for (long size = 1; _buckets.Count(bucket => bucket.Size == size) == 6; size *= 2)
        {
            int at = _buckets.FindIndex(bucket => bucket.Size == size);
            double difference = _buckets[at].Sum - _buckets[at + 1].Sum;
            double squares = _buckets[at].Squares + _buckets[at + 1].Squares + (difference * difference / (2.0 * size));
            _buckets[at] = (2 * size, _buckets[at].Sum + _buckets[at + 1].Sum, squares);
            _buckets.RemoveAt(at + 1);
        }

        if (++_count % interval > 0)
        {
            return false;
        }

        bool cut = false;
        while (Width > 10 && HasCut())
        {
            DropOldest();
            cut = true;
        }

        return cut;
    }

    private bool HasCut()
    {
        double d = Math.Log(2 * Math.Log(Width) / delta);
        double variance = Variance;
        double oldCount = 0;
        double oldSum = 0;
        foreach ((long size, double sum, double _) in _buckets)
        {
            oldCount += size;
            oldSum += sum;
            double newCount = Width - oldCount;
            if (oldCount < 5 || newCount < 5)
            {
                continue;
            }

            double m = (Width - 8) * (1 / ((oldCount - 4) * (newCount - 4)));
            double scale = oldCount * newCount;
            double beyond = Math.Abs((oldSum * Width) - (_sum * oldCount)) - (2.0 / 3 * d * m * scale);
            if (beyond > 0 && beyond * beyond > 2 * m * variance * d * scale * scale)
            {
                return true;
            }
        }

        return false;
    }

    private void DropOldest()
    {
        (long size, double sum, double squares) = _buckets[0];
        _buckets.RemoveAt(0);
        Width -= size;
        _sum -= sum;
        double difference = (sum / size) - (_sum / Width);
        _squares = Math.Max(0, _squares - squares - (difference * difference * size * Width / (size + Width)));
    }
}
