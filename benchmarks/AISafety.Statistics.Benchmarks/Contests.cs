using System.Numerics.Tensors;
using MathNet.Numerics.Statistics;

namespace AISafety.Statistics.Benchmarks;

/// <summary>Every operation that has a target, with its baseline.</summary>
internal static class Contests
{
    private const int Million = 1_000_000;

    public static IEnumerable<Contest> All()
    {
        double[] doubles = Data.Normal(Million, 1);
        float[] floats = Data.Floats(doubles);
        double[] other = Data.Normal(Million, 2);
        foreach (Contest contest in Moments(floats).Concat(Bins(doubles, floats)).Concat(Categories())
            .Concat(Sorting(doubles, floats)).Concat(RankingContests.All()).Concat(Distances(doubles, other)).Concat(StreamContests.All())
            .Concat(MultivariateContests.All()))
        {
            yield return contest;
        }
    }

    private static IEnumerable<Contest> Moments(float[] floats)
    {
        double[] large = Data.Normal(10 * Million, 3);
        float[] largeFloats = Data.Floats(large);
        yield return new("bandwidth: sum, 1e7 double", large.Length, () => TensorPrimitives.Sum<double>(large), "the same", () => TensorPrimitives.Sum<double>(large), double.NaN);
        yield return new("moments, 1e7 double", large.Length, () => Statistics.Moments.Of(large).Variance,
            "MathNet MeanVariance", () => ArrayStatistics.MeanVariance(large).Item2, 0.39);
        double[] small = large[..10_000];
        yield return new("moments, 1e4 double", small.Length, () => Statistics.Moments.Of(small).Variance,
            "MathNet MeanVariance", () => ArrayStatistics.MeanVariance(small).Item2, 0.39);
        yield return new("moments, 1e7 float", large.Length, () => Statistics.Moments.Of(largeFloats).Variance,
            "TensorPrimitives StdDev", () => TensorPrimitives.StdDev<float>(largeFloats), 0.195);
        yield return new("moments, 1e6 float", Million, () => Statistics.Moments.Of(floats).Variance,
            "TensorPrimitives StdDev", () => TensorPrimitives.StdDev<float>(floats), 0.195);
    }

    private static IEnumerable<Contest> Bins(double[] doubles, float[] floats)
    {
        foreach ((int bins, double doubleTarget, double floatTarget) in new[] { (10, 0.75, 0.4), (20, 1.7, 0.85), (50, 3, 1.8), (200, double.NaN, double.NaN) })
        {
            long[] counts = new long[bins];
            double[] edges = Data.QuantileEdges(doubles, bins);
            BinEdges<double> prepared = BinEdges<double>.At(edges);
            BinEdges<float> preparedFloats = BinEdges<float>.At(Data.Floats(edges));
            Func<double> search = () => BySearch(doubles, edges, counts);
            yield return new($"bin counts, k = {bins}, 1e6 double", Million, () => prepared.Count(doubles, counts), "Array.BinarySearch", search, doubleTarget);
            yield return new($"bin counts, k = {bins}, 1e6 float", Million, () => preparedFloats.Count(floats, counts), "Array.BinarySearch", search, floatTarget);
        }
    }

    private static IEnumerable<Contest> Categories()
    {
        Random random = new(4);
        foreach (int categories in new[] { 10, 40, 200 })
        {
            long[] counts = new long[categories];
            int[] codes = [.. Enumerable.Range(0, Million).Select(_ => random.Next(categories))];
            byte[] bytes = [.. codes.Select(code => (byte)code)];
            Func<double> loop = () => ByLoop(codes, counts);
            double target = categories <= 40 ? 0.4 : double.NaN;
            yield return new($"category counts, K = {categories}, 1e6 byte", Million, () => CategoryCounts.Compute(bytes, counts), "a loop over ints", loop, target);
            yield return new($"category counts, K = {categories}, 1e6 int", Million, () => CategoryCounts.Compute(codes, counts), "a loop over ints", loop, target);
        }
    }

    private static IEnumerable<Contest> Sorting(double[] doubles, float[] floats)
    {
        double[] scratch = new double[Million];
        float[] floatScratch = new float[Million];
        yield return new("sort, 1e6 double", Million, () => Copied(doubles, scratch, values => NumberSort.Ascending<double>(values)),
            "Array.Sort", () => Copied(doubles, scratch, Array.Sort), 13);
        yield return new("sort, 1e6 float", Million, () => Copied(floats, floatScratch, values => NumberSort.Ascending<float>(values)),
            "Array.Sort", () => Copied(floats, floatScratch, Array.Sort), 8);
        yield return new("median by selection, 1e6 double", Million, () => Quantile.Of<double>(doubles, 0.5),
            "MathNet QuantileInplace", () => Copied(doubles, scratch, values => ArrayStatistics.QuantileInplace(values, 0.5)), 4);
        yield return new("median by selection, 1e6 float", Million, () => Quantile.Of<float>(floats, 0.5),
            "Array.Sort", () => Copied(floats, floatScratch, Array.Sort), 4);
        foreach (int bins in new[] { 10, 20, 50 })
        {
            yield return new($"quantile bins, k = {bins}, 1e6 double", Million, () => BinEdges<double>.Quantiles(doubles, bins).BinCount,
                "our full sort", () => Copied(doubles, scratch, values => NumberSort.Ascending<double>(values)), double.NaN);
        }

        // Orders that some quicksorts are slow on.
        double[] few = [.. doubles.Select(value => Math.Floor(10 * value))];
        double[] pipe = [.. Enumerable.Range(0, Million).Select(i => (double)Math.Min(i, Million - i))];
        yield return new("sort, few distinct values, 1e6 double", Million, () => Copied(few, scratch, values => NumberSort.Ascending<double>(values)),
            "Array.Sort", () => Copied(few, scratch, Array.Sort), 13);
        yield return new("sort, organ pipe, 1e6 double", Million, () => Copied(pipe, scratch, values => NumberSort.Ascending<double>(values)),
            "Array.Sort", () => Copied(pipe, scratch, Array.Sort), 13);
    }

    private static IEnumerable<Contest> Distances(double[] doubles, double[] other)
    {
        foreach (int count in new[] { 10_000, Million })
        {
            double[] reference = doubles[..count];
            double[] sample = other[..count];
            double[] longer = Data.Normal(count + 7, 6);
            double[] sorted = [.. reference.Order()];
            SortedSample<double> prepared = SortedSample<double>.Of(reference);
            SortedSample<float> preparedFloats = SortedSample<float>.Of(Data.Floats(reference));
            float[] sampleFloats = Data.Floats(sample);
            Func<double> sort = () => SmirnovBySorting(sorted, sample);
            yield return new($"KS, prepared, {count:n0} double", count, () => KolmogorovSmirnov.Compute<double>(prepared, sample, PValueMethod.Asymptotic).PValue, "Array.Sort and merge", sort, count == Million ? 16 : 7);
            yield return new($"KS, prepared, {count:n0} float", count, () => KolmogorovSmirnov.Compute<float>(preparedFloats, sampleFloats, PValueMethod.Asymptotic).PValue, "Array.Sort and merge", sort, count == Million ? 16 : 7);
            yield return new($"Wasserstein, prepared, {count:n0} double", count, () => Wasserstein.Of<double>(prepared, sample), "Array.Sort and merge", sort, 24);
            yield return new($"Wasserstein, prepared, {count + 7:n0} double", count, () => Wasserstein.Of<double>(prepared, longer), "Array.Sort and merge", sort, 24);
        }
    }

    private static double Copied<T>(T[] values, T[] scratch, Action<T[]> sort)
    {
        values.CopyTo(scratch, 0);
        sort(scratch);
        return scratch.Length;
    }

    private static double BySearch(double[] values, double[] edges, long[] counts)
    {
        foreach (double value in values)
        {
            int place = Array.BinarySearch(edges, value);
            counts[place < 0 ? ~place : place + 1]++;
        }

        return counts[0];
    }

    private static double ByLoop(int[] codes, long[] counts)
    {
        foreach (int code in codes)
        {
            counts[code]++;
        }

        return counts[0];
    }

    private static double SmirnovBySorting(double[] sorted, double[] sample)
    {
        double[] values = [.. sample];
        Array.Sort(values);
        double greatest = 0;
        int i = 0;
        int j = 0;
        while (i < sorted.Length && j < values.Length)
        {
            double value = Math.Min(sorted[i], values[j]);
            while (i < sorted.Length && sorted[i] == value)
            {
                i++;
            }

            while (j < values.Length && values[j] == value)
            {
                j++;
            }

            greatest = Math.Max(greatest, Math.Abs((double)i / sorted.Length - (double)j / values.Length));
        }

        return greatest;
    }
}
