using System.Numerics;
using AISafety.Statistics;
using MathNet.Numerics.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>The median, and nine deciles at once.</summary>
internal static class Quantiles
{
    private static readonly double[] _deciles = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int n = bench.Sizes.Million;
        yield return new($"median, {Sizes.Text(n)} double", () => OfOne(bench, bench.Normal(n, 1), MathNetMedian(bench.Normal(n, 1).Values)));
        yield return new($"median, {Sizes.Text(n)} float", () => OfOne(bench, bench.NormalFloats(n, 1), null));
        yield return new($"nine deciles, {Sizes.Text(n)} double", () => OfNine(bench, bench.Normal(n, 1), MathNetDeciles(bench.Normal(n, 1).Values)));
        yield return new($"nine deciles, {Sizes.Text(n)} float", () => OfNine(bench, bench.NormalFloats(n, 1), null));
    }

    private static Operation OfOne<T>(Bench bench, Input<T> values, Contender? mathNet)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T median = default;
        return Row(
            values,
            Bench.Ours(() => median = Median.Of<T>(values.Values), () => [double.CreateTruncating(median)]),
            [bench.Peer("np.median", "order.median", [values.File]), bench.Peer("pandas median", "order.median_by_pandas", [values.File])],
            mathNet);
    }

    private static Operation OfNine<T>(Bench bench, Input<T> values, Contender? mathNet)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string shares = bench.Inputs.Get("deciles", () => _deciles).File;
        T[] quantiles = new T[_deciles.Length];
        return Row(
            values,
            Bench.Ours(() => Quantile.Of(values.Values, _deciles, quantiles), () => [.. quantiles.Select(double.CreateTruncating)]),
            [bench.Peer("np.quantile", "order.quantiles", [values.File, shares]), bench.Peer("pandas quantile", "order.quantiles_by_pandas", [values.File, shares])],
            mathNet);
    }

    private static Operation Row<T>(Input<T> values, Contender ours, Contender[] peers, Contender? mathNet)
        where T : unmanaged => new()
        {
            Unit = Unit.Element(values.Values.Length),
            Ours = ours,
            Peers = mathNet is null ? peers : [.. peers, mathNet],
            Tolerance = typeof(T) == typeof(float) ? 1e-6 : 1e-12,
        };

    private static Contender MathNetMedian(double[] values)
    {
        double[] scratch = new double[values.Length];
        double median = 0;
        return Bench.DotNet(
            "MathNet MedianInplace of a copy",
            () =>
            {
                values.CopyTo(scratch, 0);
                median = ArrayStatistics.MedianInplace(scratch);
            },
            () => [median]);
    }

    private static Contender MathNetDeciles(double[] values)
    {
        double[] scratch = new double[values.Length];
        double[] quantiles = new double[_deciles.Length];
        return Bench.DotNet(
            "MathNet QuantileCustomInplace of a copy",
            () =>
            {
                values.CopyTo(scratch, 0);
                for (int i = 0; i < quantiles.Length; i++)
                {
                    quantiles[i] = ArrayStatistics.QuantileCustomInplace(scratch, _deciles[i], QuantileDefinition.R7);
                }
            },
            () => quantiles);
    }
}
