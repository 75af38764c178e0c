using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>Streaming detectors and sketches, of which Debian has no peer: quoted figures stand beside ours.</summary>
internal static class Streams
{
    private const int Merges = 1_000;

    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int n = bench.Sizes.TenThousand * 10;
        yield return new("ADWIN, an update", () => Detect(new Adwin(), bench.Normal(n, 61).Values, 31, "31 (Rust core)"));
        yield return new("Page-Hinkley, an update", () => Detect(new PageHinkley(), bench.Normal(n, 61).Values, 6, "505"));
        yield return new("KSWIN, an update", () => Detect(new Kswin(), bench.Normal(n / 10, 61).Values, 4_000, "255,000"));
        yield return new("streaming KS, w = 1e3: remove, add and query", () => Slide(bench, 1_000, 300, "2,370 (incremental-ks, C++)"));
        yield return new("streaming KS, w = 1e4: remove, add and query", () => Slide(bench, 10_000, 450, "3,660 (incremental-ks, C++)"));
        yield return new("KLL, k = 200, an update", () => Sketch(bench.Normal(n, 61).Values));
        yield return new("KLL, k = 200, a merge", () => Merge(bench.Normal(n, 61).Values, bench.Normal(n, 62).Values));
    }

    private static Operation Detect(DriftDetector detector, double[] values, double target, string quoted) =>
        Row(
            Unit.Update(values.Length),
            () =>
            {
                foreach (double value in values)
                {
                    detector.Update(value);
                }
            },
            () => [detector.Count],
            target,
            quoted);

    private static Operation Slide(Bench bench, int window, double target, string quoted)
    {
        double[] values = bench.Normal(bench.Sizes.TenThousand * 10, 61).Values;
        StreamingKs detector = new(bench.Normal(window, 63).Values, window);
        foreach (double value in values)
        {
            detector.Update(value);
        }

        double sum = 0;
        return Row(
            Unit.Update(values.Length),
            () =>
            {
                foreach (double value in values)
                {
                    detector.Update(value);
                    sum += detector.Statistic;
                }
            },
            () => [sum],
            target,
            quoted);
    }

    private static Operation Sketch(double[] values)
    {
        KllSketch sketch = new();
        return Row(
            Unit.Update(values.Length),
            () =>
            {
                foreach (double value in values)
                {
                    sketch.Update(value);
                }
            },
            () => [sketch.Count],
            12,
            "37 (DataSketches, C++)");
    }

    private static Operation Merge(double[] values, double[] others)
    {
        (KllSketch sketch, KllSketch other) = (new(seed: 1), new(seed: 2));
        for (int i = 0; i < values.Length; i++)
        {
            sketch.Update(values[i]);
            other.Update(others[i]);
        }

        return Row(
            new("us", 1e3 * Merges),
            () =>
            {
                for (int i = 0; i < Merges; i++)
                {
                    sketch.Merge(other);
                }
            },
            () => [sketch.Count],
            4,
            "4.6 (DataSketches, C++)");
    }

    private static Operation Row(Unit unit, Action run, Func<double[]> answer, double target, string quoted) => new()
    {
        Unit = unit,
        Ours = Bench.Ours(run, answer),
        Target = new(target),
        Quoted = quoted,
    };
}
