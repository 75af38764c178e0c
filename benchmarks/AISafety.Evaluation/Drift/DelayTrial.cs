using System.Text.Json.Nodes;
using AISafety.Statistics;

namespace AISafety.Evaluation.Drift;

/// <summary>How many rows pass until a change is found, early and late.</summary>
internal static class DelayTrial
{
    private const int Most = 20_000;

    /// <summary>The change is there from the first row, with a lifetime guarantee of 0.05; beside how many rows a single test needs for a power of 0.9.</summary>
    public static IEnumerable<JsonNode> AtAnyTime(int runs, int seed)
    {
        foreach ((Shift shift, int m) in ((Shift[])[Shift.Mean(0.5), Shift.Mean(1), Shift.Deviation(1.5), Shift.Shape, Shift.Category(0.2)]).SelectMany(shift => ((int[])[1_000, 10_000]).Select(m => (shift, m))))
        {
            DriftOptions options = new() { Guarantee = DriftGuarantee.LifetimeAlpha };
            double[] delays = Delays(shift, m, 0, runs, seed, options);
            int needed = RowsForPower(shift, m, Math.Min(runs, 400), seed);
            yield return new JsonObject
            {
                ["table"] = "at any time, change at row 1",
                ["shift"] = shift.Name,
                ["reference"] = m,
                ["runs"] = runs,
                ["median rows"] = Median(delays),
                ["found"] = delays.Count(double.IsFinite),
                ["rows for a single test"] = needed,
                ["ratio"] = Median(delays) / needed,
            };
        }
    }

    /// <summary>The change comes late; beside a CUSUM that was told mean, deviation and size of the change, at the same simulated run length.</summary>
    public static IEnumerable<JsonNode> Late(int runs, int seed)
    {
        const double Target = 5_000;
        const double Size = 0.5;
        DriftOptions options = new() { ArlTarget = Target };
        double ours = RunLength(options, 1_000, runs, seed);
        double threshold = Tune(ours, Size, runs, seed);
        foreach ((int m, int after) in ((int[])[1_000, 10_000]).SelectMany(static m => ((int[])[1_000, 10_000]).Select(after => (m, after))))
        {
            double[] delays = Delays(Shift.Mean(Size), m, after, runs, seed, options);
            double[] tuned = CusumDelays(threshold, Size, m, after, runs, seed);
            yield return new JsonObject
            {
                ["table"] = "late change",
                ["shift"] = Shift.Mean(Size).Name,
                ["reference"] = m,
                ["change after"] = after,
                ["runs"] = runs,
                ["run length asked"] = Target,
                ["run length simulated"] = ours,
                ["median delay"] = Median(delays),
                ["found"] = delays.Count(double.IsFinite),
                ["false before"] = delays.Count(double.IsNaN),
                ["tuned CUSUM"] = Median(tuned),
                ["CUSUM found"] = tuned.Count(double.IsFinite),
                ["CUSUM false before"] = tuned.Count(double.IsNaN),
                ["ratio"] = Median(delays) / Median(tuned),
            };
        }
    }

    private static double[] Delays(Shift shift, int m, int after, int runs, int seed, DriftOptions options)
    {
        double[] delays = new double[runs];
        Parallel.For(0, runs, run =>
        {
            SimulatedStream stream = new(shift, 1, IdenticalTrial.Seed(seed, run, m, after, 11));
            DriftWatch watch = new(stream.Reference(m), options with { Seed = run });
            bool falsely = false;
            for (int row = 0; row < after && !falsely; row++)
            {
                falsely = watch.Observe(stream.Next(false)).Count > 0;
            }

            delays[run] = falsely ? double.NaN : double.PositiveInfinity;
            for (int row = 1; row <= Most && double.IsPositiveInfinity(delays[run]); row++)
            {
                delays[run] = watch.Observe(stream.Next(true)).Count > 0 ? row : double.PositiveInfinity;
            }
        });
        return delays;
    }

    private static double RunLength(DriftOptions options, int m, int runs, int seed)
    {
        long rows = 0;
        Parallel.For(0, runs, run =>
        {
            SimulatedStream stream = new(Shift.NoneNormal, 1, IdenticalTrial.Seed(seed, run, m, 0, 12));
            DriftWatch watch = new(stream.Reference(m), options with { Seed = run });
            long row = 1;
            while (watch.Observe(stream.Next(false)).Count == 0 && row < 20 * (long)options.ArlTarget)
            {
                row++;
            }

            Interlocked.Add(ref rows, row);
        });
        return (double)rows / runs;
    }

    // The limit at which the CUSUM's simulated mean run length is ours.
    private static double Tune(double length, double size, int runs, int seed)
    {
        double low = 1;
        double high = 20;
        for (int step = 0; step < 12; step++)
        {
            double middle = (low + high) / 2;
            long rows = 0;
            Parallel.For(0, runs, run =>
            {
                Draws draws = new(IdenticalTrial.Seed(seed, run, step, 0, 13));
                Cusum cusum = new(0, 1, size / 2, middle);
                long row = 1;
                while (cusum.Update(draws.Normal()) != DriftState.Drift && row < 20 * length)
                {
                    row++;
                }

                Interlocked.Add(ref rows, row);
            });
            (low, high) = (double)rows / runs < length ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    private static double[] CusumDelays(double threshold, double size, int m, int after, int runs, int seed)
    {
        double[] delays = new double[runs];
        Parallel.For(0, runs, run =>
        {
            Draws draws = new(IdenticalTrial.Seed(seed, run, m, after, 14));
            Cusum cusum = new(0, 1, size / 2, threshold);
            bool falsely = false;
            for (int row = 0; row < after && !falsely; row++)
            {
                falsely = cusum.Update(draws.Normal()) == DriftState.Drift;
            }

            delays[run] = falsely ? double.NaN : double.PositiveInfinity;
            for (int row = 1; row <= Most && double.IsPositiveInfinity(delays[run]); row++)
            {
                delays[run] = cusum.Update(size + draws.Normal()) == DriftState.Drift ? row : double.PositiveInfinity;
            }
        });
        return delays;
    }

    private static int RowsForPower(Shift shift, int m, int runs, int seed)
    {
        int n = 10;
        while (n < Most && Power(shift, m, n, runs, seed) < 0.9)
        {
            n = Math.Max(n + 2, (int)(1.06 * n));
        }

        return n;
    }

    private static double Power(Shift shift, int m, int n, int runs, int seed)
    {
        int found = 0;
        Parallel.For(0, runs, run =>
        {
            SimulatedStream stream = new(shift, 1, IdenticalTrial.Seed(seed, run, m, n, 15));
            float[] reference = stream.Table(m);
            float[] current = new float[n];
            for (int i = 0; i < n; i++)
            {
                current[i] = stream.Next(true)[0];
            }

            if (FixedRules.PValue(reference, current, shift.IsCategorical) <= 0.05)
            {
                Interlocked.Increment(ref found);
            }
        });
        return (double)found / runs;
    }

    // Of the runs without an alarm before the change (NaN); one that never finds it counts as longer than all, and a median that is such a one is not stated.
    private static double? Median(double[] delays)
    {
        double[] after = [.. delays.Where(static one => !double.IsNaN(one)).Order()];
        return after.Length > 0 && double.IsFinite(after[after.Length / 2]) ? after[after.Length / 2] : null;
    }
}
