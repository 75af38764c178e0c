namespace AISafety.Statistics;

/// <summary>The best of several divisions of points into two clusters by Lloyd's iterations from seeded centres (k-means++ with k = 2).</summary>
/// <remarks>Source: Arthur and Vassilvitskii, k-means++: the advantages of careful seeding, SODA 2007.</remarks>
internal sealed class TwoMeans
{
    private const int Starts = 10;
    private const int MostIterations = 100;

    private readonly double[] _points;
    private readonly double[] _centers;
    private readonly int _width;

    private TwoMeans(double[] points, int width) => (_points, _width, _centers, InSecond) = (points, width, new double[2 * width], new bool[points.Length / width]);

    /// <summary>Whether each point is in the second cluster; the others are in the first.</summary>
    public bool[] InSecond { get; }

    /// <summary>The sum of squared distances from the own centre.</summary>
    public double Inertia { get; private set; }

    /// <param name="points">Point by point; two that differ, at least.</param>
    /// <param name="width">How many coordinates a point has.</param>
    /// <param name="seed">The same seed gives the same division.</param>
    public static TwoMeans Of(double[] points, int width, int seed)
    {
        ulong state = SplitMix64.Mix((ulong)seed);
        TwoMeans best = Start(points, width, ref state);
        for (int start = 1; start < Starts; start++)
        {
            TwoMeans other = Start(points, width, ref state);
            best = other.Inertia < best.Inertia ? other : best;
        }

        return best;
    }

    /// <summary>A point's distance from the centre of a cluster.</summary>
    public double Distance(int point, bool second) => Math.Sqrt(Squared(Point(point), Center(second)));

    private static TwoMeans Start(double[] points, int width, ref ulong state)
    {
        TwoMeans means = new(points, width);
        int count = means.InSecond.Length;
        means.Point((int)(Uniform(ref state) * count)).CopyTo(means.Center(false));

        // The second centre: a point drawn in proportion to its squared distance from the first.
        double total = 0;
        for (int i = 0; i < count; i++)
        {
            total += Squared(means.Point(i), means.Center(false));
        }

        double left = Uniform(ref state) * total;
        int drawn = -1;
        for (int i = 0; i < count && (left >= 0 || drawn < 0); i++)
        {
            double square = Squared(means.Point(i), means.Center(false));
            left -= square;
            drawn = square > 0 ? i : drawn;
        }

        means.Point(Math.Max(drawn, 0)).CopyTo(means.Center(true));
        for (int iteration = 0; iteration < MostIterations && means.Assign(); iteration++)
        {
            means.Recenter();
        }

        return means;
    }

    private bool Assign()
    {
        bool changed = false;
        Inertia = 0;
        for (int i = 0; i < InSecond.Length; i++)
        {
            double first = Squared(Point(i), Center(false));
            double second = Squared(Point(i), Center(true));
            changed |= InSecond[i] != second < first;
            InSecond[i] = second < first;
            Inertia += Math.Min(first, second);
        }

        return changed;
    }

    private void Recenter()
    {
        Array.Clear(_centers);
        int[] counts = new int[2];
        for (int i = 0; i < InSecond.Length; i++)
        {
            Span<double> center = Center(InSecond[i]);
            for (int k = 0; k < _width; k++)
            {
                center[k] += _points[i * _width + k];
            }

            counts[InSecond[i] ? 1 : 0]++;
        }

        for (int k = 0; k < _centers.Length; k++)
        {
            // A cluster does not empty: the point of its centre was nearest to it.
            _centers[k] /= Math.Max(1, counts[k / _width]);
        }
    }

    private ReadOnlySpan<double> Point(int i) => _points.AsSpan(i * _width, _width);

    private Span<double> Center(bool second) => _centers.AsSpan(second ? _width : 0, _width);

    private static double Squared(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => PooledRows.SquaredDistance(a, b);

    private static double Uniform(ref ulong state) => (SplitMix64.Mix(state += SplitMix64.Step) >> 11) * (1.0 / (1UL << 53));
}
