using System.Globalization;
using System.Text;

namespace AISafety.Benchmarks;

/// <summary>Times what drift detection takes of the caller and of the monitor's thread, a verdict over many features, and shows that memory does not grow.</summary>
internal static class DriftCostReport
{
    private const int Width = 100;
    private const int Reference = 10_000;
    private const int Batch = 16_384;

    public static async Task<int> RunAsync(string[] options)
    {
        StringBuilder report = new();
        Turns.Line(report, $"# What drift detection costs");
        Turns.Line(report, $"");
        Turns.Line(report, $"{Turns.Machine()}. {(ThreadTime.IsCpuTime ? "Thread CPU time" : "Wall time")}; reference of {Reference:n0} rows; normal features.");
        Turns.Line(report, $"");
        await CallerAsync(report);
        MonitorThread(report);
        Verdict(report);
        Memory(report);
        Console.Write(report);
        if (options is ["--out", string file])
        {
            await File.WriteAllTextAsync(file, report.ToString());
        }

        return 0;
    }

    /// <summary>A call of a model that reads 100 features, without any monitor and with drift detection.</summary>
    private static async Task CallerAsync(StringBuilder report)
    {
        FeatureSchema<float[]> schema = FeatureSchema.ForVector(Names(Width));
        ReferenceProfile profile = ReferenceProfile.FitRows(schema, Rows(Reference, Width, 1));
        float[] row = Rows(1, Width, 2);
        IModel<float[], float> model = Model.FromDelegate<float[], float>(static input => input[0]);
        await using SafeModel<float[], float> bare = model.WithSafety(safety => safety.UseFeatures(schema).AddInputValidation());
        await using SafeModel<float[], float> watched = model.WithSafety(safety => safety.UseFeatures(schema).AddInputValidation().AddDriftDetection(profile));
        await using SafeModel<float[], float> recorded = model.WithSafety(safety => safety.UseFeatures(schema).AddInputValidation().AddMonitor(new IdleMonitor()));
        (string Name, Func<float> Call)[] subjects =
        [
            ("without a monitor", () => bare.PredictAsync(row).Result),
            ("with a monitor that does nothing", () => recorded.PredictAsync(row).Result),
            ("with drift detection", () => watched.PredictAsync(row).Result),
        ];
        double[][] rounds = Turns.Measure(subjects, threads: 1, calls: 40_000);
        Turns.Line(report, $"## The caller: a call with {Width} features, ns (min / median / max of {Turns.Rounds} rounds in turns)");
        Turns.Line(report, $"");
        Turns.Line(report, $"| call | ns |");
        Turns.Line(report, $"|---|---|");
        for (int i = 0; i < subjects.Length; i++)
        {
            Turns.Line(report, $"| {subjects[i].Name} | {Turns.Spread(rounds[i])} |");
        }

        Turns.Line(report, $"");
        Turns.Line(report, $"Observing a row costs the caller {rounds[2].Min() - rounds[0].Min():f0} ns (of minima; target 150), {rounds[1].Min() - rounds[0].Min():f0} of it the recording.");
        Turns.Line(report, $"");
    }

    private static void MonitorThread(StringBuilder report)
    {
        ReferenceProfile profile = ReferenceProfile.FitRows(Names(Width), Rows(Reference, Width, 1));
        float[] columns = Rows(Batch, Width, 3);
        (string Name, DriftOptions Options)[] subjects =
        [
            ("KS and PSI in windows of 1,000", new() { Sequential = false, CompareRows = false }),
            ("and relations between features", new() { Sequential = false }),
            ("all of it (the default)", new()),
        ];
        Turns.Line(report, $"## The monitor's thread: a row of {Width} features, ns (least of 9 batches of {Batch:n0} rows)");
        Turns.Line(report, $"");
        Turns.Line(report, $"| what is on | a row | a value | target a row |");
        Turns.Line(report, $"|---|---|---|---|");
        DriftWatch[] watches = [.. subjects.Select(subject => new DriftWatch(profile, subject.Options))];
        double[] least = [.. subjects.Select(_ => double.PositiveInfinity)];
        for (int round = 0; round < 12; round++)
        {
            for (int i = 0; i < watches.Length; i++)
            {
                double before = ThreadTime.Nanoseconds();
                watches[i].ObserveColumns(columns, Batch);
                least[i] = round < 3 ? least[i] : Math.Min(least[i], (ThreadTime.Nanoseconds() - before) / Batch);
            }
        }

        for (int i = 0; i < subjects.Length; i++)
        {
            Turns.Line(report, $"| {subjects[i].Name} | {least[i]:f0} | {least[i] / Width:f1} | {(i == 0 ? "1,000" : "")} |");
        }

        Turns.Line(report, $"");
    }

    private static void Verdict(StringBuilder report)
    {
        const int Features = 1_000;
        const int Window = 10_000;
        ReferenceProfile profile = ReferenceProfile.FitRows(Names(Features), Rows(Reference, Features, 1));
        float[] columns = Rows(Window, Features, 4);
        DriftWatch watch = new(profile, new() { Guarantee = DriftGuarantee.PerLook, WindowRows = Window, CompareRows = false });
        double least = double.PositiveInfinity;
        for (int round = 0; round < 6; round++)
        {
            // All rows but the last are only stored; the last one is looked at with the window.
            watch.ObserveColumns(Head(columns, Window, Window - 1), Window - 1);
            float[] last = new float[Features];
            double before = ThreadTime.Nanoseconds();
            watch.Observe(last);
            least = round < 2 ? least : Math.Min(least, ThreadTime.Nanoseconds() - before);
        }

        Turns.Line(report, $"## A verdict over {Features:n0} features of {Window:n0} rows");
        Turns.Line(report, $"");
        Turns.Line(report, $"{least / 1e6:f0} ms (least of 4; target 100).");
        Turns.Line(report, $"");
    }

    private static void Memory(StringBuilder report)
    {
        const int Features = 10;
        const int Total = 10_000_000;
        ReferenceProfile profile = ReferenceProfile.FitRows(Names(Features), Rows(Reference, Features, 1));
        DriftWatch watch = new(profile);
        Turns.Line(report, $"## Memory over {Total:n0} rows of {Features} features, all on");
        Turns.Line(report, $"");
        Turns.Line(report, $"| rows | live bytes |");
        Turns.Line(report, $"|---|---|");
        Random random = new(5);
        float[] columns = new float[Batch * Features];
        for (int batch = 0; batch <= Total / Batch; batch++)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                columns[i] = Normal(random);
            }

            watch.ObserveColumns(columns, Batch);
            if (batch is 10 or 100 || batch == Total / Batch)
            {
                Turns.Line(report, $"| {watch.RowCount:n0} | {GC.GetTotalMemory(forceFullCollection: true):n0} |");
            }
        }

        GC.KeepAlive(watch);
    }

    private static float[] Head(float[] columns, int rows, int kept)
    {
        float[] head = new float[columns.Length / rows * kept];
        for (int i = 0; i < columns.Length / rows; i++)
        {
            columns.AsSpan(i * rows, kept).CopyTo(head.AsSpan(i * kept));
        }

        return head;
    }

    private static string[] Names(int width) => [.. Enumerable.Range(1, width).Select(static i => string.Create(CultureInfo.InvariantCulture, $"x{i}"))];

    private static float[] Rows(int rows, int width, int seed)
    {
        Random random = new(seed);
        float[] cells = new float[rows * width];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = Normal(random);
        }

        return cells;
    }

    private static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
