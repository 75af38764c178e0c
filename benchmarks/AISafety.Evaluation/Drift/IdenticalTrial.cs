using System.Text.Json.Nodes;

namespace AISafety.Evaluation.Drift;

/// <summary>How often nothing is called drift: one look at identical data, and two hundred looks.</summary>
internal static class IdenticalTrial
{
    public static IEnumerable<JsonNode> OneLook(int runs, int seed, int[] references, int[] windows, int[] widths)
    {
        foreach (Shift kind in (Shift[])[Shift.NoneNormal, Shift.NoneLogNormal, Shift.NoneCategory])
        {
            foreach ((int m, int n, int d) in references.SelectMany(m => windows.SelectMany(n => widths.Select(d => (m, n, d)))))
            {
                int[] alarms = new int[4];
                Parallel.For(0, runs, run =>
                {
                    SimulatedStream stream = new(kind, d, Seed(seed, run, m, n, d));
                    float[] reference = stream.Table(m);
                    float[] current = stream.Table(n);
                    DriftWatch watch = new(ReferenceProfile.FitRows(stream.Schema, reference), new() { Guarantee = DriftGuarantee.PerLook, WindowRows = n, Seed = run });
                    Count(ref alarms[0], Feed(watch, current, d) > 0);
                    Count(ref alarms[1], FixedRules.AnyPsi(reference, current, d, kind.IsCategorical));
                    Count(ref alarms[2], FixedRules.AnyTest(reference, current, d, kind.IsCategorical));
                    Count(ref alarms[3], FixedRules.Evidently(reference, current, d, kind.IsCategorical));
                });
                yield return new JsonObject
                {
                    ["table"] = "identical, one look",
                    ["kind"] = kind.Name,
                    ["reference"] = m,
                    ["window"] = n,
                    ["features"] = d,
                    ["runs"] = runs,
                    ["alarms"] = alarms[0],
                    ["psi > 0.1"] = alarms[1],
                    ["test per feature"] = alarms[2],
                    ["Evidently's defaults"] = alarms[3],
                };
            }
        }
    }

    public static IEnumerable<JsonNode> ManyLooks(int runs, int seed, int[] references, int[] widths)
    {
        const int Looks = 200;
        const int Rows = 100;
        const double Target = 5_000;
        foreach ((int m, int d) in references.SelectMany(m => widths.Select(d => (m, d))))
        {
            int lifetime = 0;
            int repeated = 0;
            long alarms = 0;
            Parallel.For(0, runs, run =>
            {
                SimulatedStream stream = new(Shift.NoneNormal, d, Seed(seed, run, m, 7, d));
                float[] reference = stream.Table(m);
                float[] current = stream.Table(Looks * Rows);
                ReferenceProfile profile = ReferenceProfile.FitRows(stream.Schema, reference);
                Count(ref lifetime, Feed(new(profile, new() { Guarantee = DriftGuarantee.LifetimeAlpha, WindowRows = Rows, Seed = run }), current, d) > 0);
                Interlocked.Add(ref alarms, Feed(new(profile, new() { ArlTarget = Target, WindowRows = Rows, Seed = run }), current, d));
                Count(ref repeated, Enumerable.Range(0, Looks).Any(look => FixedRules.AnyTest(reference, current[(look * Rows * d)..((look + 1) * Rows * d)], d, false)));
            });
            yield return new JsonObject
            {
                ["table"] = "identical, 200 looks of 100 rows",
                ["reference"] = m,
                ["features"] = d,
                ["runs"] = runs,
                ["lifetime alarms"] = lifetime,
                ["repeated KS alarms"] = repeated,
                ["run length asked"] = Target,
                ["rows per alarm"] = alarms == 0 ? null : (double)runs * Looks * Rows / alarms,
            };
        }
    }

    /// <summary>Feeds rows; how many alarms there were.</summary>
    public static int Feed(DriftWatch watch, ReadOnlySpan<float> rows, int features)
    {
        int alarms = 0;
        for (int start = 0; start < rows.Length; start += features)
        {
            alarms += watch.Observe(rows.Slice(start, features)).Count(static alarm => !alarm.IsContinuing);
        }

        return alarms;
    }

    /// <summary>A seed of a trial's run, unlike all others'.</summary>
    public static ulong Seed(int seed, int run, int a, int b, int c)
    {
        ulong mixed = 0;
        foreach (int part in (ReadOnlySpan<int>)[seed, run, a, b, c])
        {
            mixed = (mixed ^ (uint)part) * 0xD6E8FEB86659FD93;
            mixed ^= mixed >> 32;
        }

        return mixed;
    }

    private static void Count(ref int counter, bool holds)
    {
        if (holds)
        {
            Interlocked.Increment(ref counter);
        }
    }
}
