namespace AISafety.Statistics.Benchmarks;

/// <summary>The data all benchmarks share: standard normal draws from fixed seeds.</summary>
internal static class Data
{
    public static double[] Normal(int count, int seed, double mean = 0)
    {
        Random random = new(seed);
        double[] values = new double[count];
        foreach (ref double value in values.AsSpan())
        {
            value = mean + Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        }

        return values;
    }

    public static float[] Floats(double[] values) => [.. values.Select(value => (float)value)];

    public static double[] QuantileEdges(double[] values, int bins) => BinEdges<double>.Quantiles(values, bins).Edges.ToArray();
}
