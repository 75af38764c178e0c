namespace AISafety.Statistics.Benchmarks;

/// <summary>The streaming detectors and sketches: nanoseconds an update, beside the plainest code that could stand there.</summary>
internal static class StreamContests
{
    private const int Million = 1_000_000;

    public static IEnumerable<Contest> All() => Detectors().Concat(Windows()).Concat(Sketches());

    private static IEnumerable<Contest> Detectors()
    {
        double[] uniform = Uniform(Million, 1);
        double[] bernoulli = [.. uniform.Select(value => value < 0.1 ? 1.0 : 0)];
        double[] drifting = [.. uniform.Select((value, i) => value < (i / 10_000 % 2 == 0 ? 0.1 : 0.3) ? 1.0 : 0)];
        double[] moving = [.. uniform.Select((value, i) => value + (i / 10_000 % 2 == 0 ? 0 : 0.2))];
        foreach ((string name, double[] values) in new[] { ("uniform", uniform), ("errors", bernoulli), ("errors that change", drifting), ("uniform that change", moving) })
        {
            Adwin adwin = new();
            yield return new($"ADWIN, 1e6 {name}", Million, () => Singly(adwin, values), "running mean and variance", () => Welford(values), 31);
        }

        DriftDetector[] others = [new PageHinkley(), new Ddm(), new Eddm(), new HddmA(), new HddmW(), new Cusum(0.1, 0.3), new EwmaChart(0.1, 0.3)];
        foreach (DriftDetector detector in others)
        {
            double target = detector is PageHinkley ? 6 : double.NaN;
            yield return new($"{detector.GetType().Name}, 1e6 errors", Million, () => Singly(detector, bernoulli), "running mean and variance", () => Welford(bernoulli), target);
        }

        PageHinkley hinkley = new();
        yield return new("PageHinkley, 1e6 errors at once", Million, () => AtOnce(hinkley, bernoulli), "running mean and variance", () => Welford(bernoulli), 6);

        double[] some = uniform[..20_000];
        foreach ((int window, int recent) in new[] { (100, 30), (200, 100), (1000, 300) })
        {
            Kswin kswin = new(0.0001, window, recent);
            yield return new($"KSWIN, window {window}, {recent} newest", some.Length, () => Singly(kswin, some), "Array.Sort of the window", () => SortEach(some, window), 4000);
        }
    }

    private static IEnumerable<Contest> Windows()
    {
        foreach ((int size, double target) in new[] { (1000, 300.0), (10_000, 450) })
        {
            double[] values = Uniform(200_000, 2);
            double[] reference = Uniform(size, 3);
            StreamingKs ks = new(reference, size);
            SortedSample<double> prepared = SortedSample<double>.Of(reference);
            yield return new($"streaming KS, window {size:n0}", values.Length, () => Stream(ks, values), "prepared KS, once for 1,000 updates",
                () => Batch(values, size, window => KolmogorovSmirnov.Compute<double>(prepared, window, PValueMethod.Asymptotic).Statistic), target);
            StreamingWasserstein wasserstein = new(prepared, size);
            yield return new($"streaming Wasserstein, window {size:n0}", values.Length, () => Stream(wasserstein, values), "prepared Wasserstein, once for 1,000 updates",
                () => Batch(values, size, window => Wasserstein.Of<double>(prepared, window)), double.NaN);
        }
    }

    private static IEnumerable<Contest> Sketches()
    {
        double[] uniform = Uniform(Million, 4);
        double[] latencies = [.. uniform.Select(value => Math.Exp(10 * value))];
        long[] items = [.. uniform.Select(value => (long)(1e5 * value * value))];
        KllSketch[] parts = [.. Enumerable.Range(0, 128).Select(seed => Filled(uniform, seed))];
        double[] scratch = new double[Million];
        yield return new("KLL update, 1e6 double", Million, () => Filled(uniform, 1).Max, "Array.Sort of all", () => Sorted(uniform, scratch), 12);
        yield return new("KLL merge, 128 sketches of 1e6", parts.Length, () => Merged(parts), "Array.Sort of 1,000", () => parts.Sum(_ => Sorted(uniform[..1000], scratch)), 4000);
        yield return new("DDSketch update, 1e6 double", Million, () => Latencies(latencies), "Math.Log", () => latencies.Sum(Math.Log), double.NaN);
        yield return new("HyperLogLog add, 1e6 long", Million, () => Distinct(items), "HashSet.Add", () => items.ToHashSet().Count, double.NaN);
        yield return new("Count-Min add, 1e6 long", Million, () => Counted(items), "Dictionary", () => items.CountBy(item => item).Count(), double.NaN);
    }

    private static double[] Uniform(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
    }

    private static double Singly(DriftDetector detector, double[] values)
    {
        detector.Reset();
        int drifts = 0;
        foreach (double value in values)
        {
            drifts += detector.Update(value) == DriftState.Drift ? 1 : 0;
        }

        return drifts;
    }

    private static double AtOnce(DriftDetector detector, ReadOnlySpan<double> values)
    {
        detector.Reset();
        int drifts = 0;
        for (int at = detector.UpdateUntilDrift(values); at >= 0; at = detector.UpdateUntilDrift(values))
        {
            values = values[(at + 1)..];
            drifts++;
        }

        return drifts;
    }

    private static double Welford(double[] values)
    {
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double before = values[i] - mean;
            mean += before / (i + 1);
            squares += before * (values[i] - mean);
        }

        return squares;
    }

    private static double SortEach(double[] values, int size)
    {
        double[] window = new double[size];
        double sum = 0;
        for (int i = size; i < values.Length; i++)
        {
            values.AsSpan(i - size, size).CopyTo(window);
            Array.Sort(window);
            sum += window[0];
        }

        return sum;
    }

    private static double Stream(StreamingKs ks, double[] values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            ks.Update(value);
            sum += ks.Statistic;
        }

        return sum;
    }

    private static double Stream(StreamingWasserstein wasserstein, double[] values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            wasserstein.Update(value);
            sum += wasserstein.Statistic;
        }

        return sum;
    }

    private static double Batch(double[] values, int size, Func<double[], double> statistic)
    {
        double sum = 0;
        for (int i = size; i < values.Length; i += 1000)
        {
            sum += statistic(values[(i - size)..i]);
        }

        return sum;
    }

    private static KllSketch Filled(double[] values, int seed)
    {
        KllSketch sketch = new(seed: seed);
        foreach (double value in values)
        {
            sketch.Update(value);
        }

        return sketch;
    }

    private static double Merged(KllSketch[] parts)
    {
        KllSketch all = new(seed: 99);
        foreach (KllSketch part in parts)
        {
            all.Merge(part);
        }

        return all.Max;
    }

    private static double Sorted(double[] values, double[] scratch)
    {
        values.CopyTo(scratch, 0);
        Array.Sort(scratch, 0, values.Length);
        return scratch[0];
    }

    private static double Latencies(double[] values)
    {
        DdSketch sketch = new();
        foreach (double value in values)
        {
            sketch.Update(value);
        }

        return sketch.Max;
    }

    private static double Distinct(long[] items)
    {
        HyperLogLog sketch = new();
        foreach (long item in items)
        {
            sketch.Add(item);
        }

        return sketch.Precision;
    }

    private static double Counted(long[] items)
    {
        CountMin sketch = new();
        foreach (long item in items)
        {
            sketch.Add(item);
        }

        return sketch.Total;
    }
}
