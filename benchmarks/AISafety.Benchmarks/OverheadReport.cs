using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace AISafety.Benchmarks;

/// <summary>Times the bare call, ours and Polly's in turns (A B B A), with one thread and with two, and says how far within its targets each is.</summary>
internal static class OverheadReport
{
    private const int Calls = 400_000;
    private const int Rounds = 15;

    public static async Task<int> RunAsync(string[] options)
    {
        await using SafeModel<float[], Workload.Answer> safe = Workload.Safe();
        await using SafeModel<float[], Workload.Answer> measured = Workload.Safe(measureLatency: true);
        (string Name, Func<float> Call)[] subjects =
        [
            ("bare", () => Workload.Bare.PredictAsync(Workload.Input).Result.Probability),
            ("safe", () => safe.PredictAsync(Workload.Input).Result.Probability),
            ("safe, latency measured", () => measured.PredictAsync(Workload.Input).Result.Probability),
            ("Polly", () => Workload.CallThroughPolly().Result.Probability),
        ];

        double[][] one = Measure(subjects, threads: 1);
        double[][] two = Measure(subjects, threads: 2);
        StringBuilder report = Describe(subjects, one, two);
        Allocations(report, subjects);
        Drops(report, safe, measured);
        Console.Write(report);
        if (options is ["--out", string file])
        {
            await File.WriteAllTextAsync(file, report.ToString());
        }

        return 0;
    }

    /// <summary>For each subject, nanoseconds a call in each round.</summary>
    private static double[][] Measure((string Name, Func<float> Call)[] subjects, int threads)
    {
        double[][] rounds = [.. subjects.Select(_ => new double[Rounds])];
        for (int round = -3; round < Rounds; round++)
        {
            // There and back again: a drift of the machine's speed within a round falls on all alike.
            foreach (int i in Enumerable.Range(0, subjects.Length).Concat(Enumerable.Range(0, subjects.Length).Reverse()))
            {
                double nanoseconds = OnThreads(subjects[i].Call, threads);
                if (round >= 0)
                {
                    rounds[i][round] += nanoseconds / 2;
                }
            }
        }

        return rounds;
    }

    private static double OnThreads(Func<float> call, int threads)
    {
        double[] times = new double[threads];
        using Barrier start = new(threads);
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            start.SignalAndWait();
            double before = ThreadTime.Nanoseconds();
            float sum = 0;
            for (int i = 0; i < Calls; i++)
            {
                sum += call();
            }

            times[index] = (ThreadTime.Nanoseconds() - before) / Calls;
            GC.KeepAlive(sum);
        }))];
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        return times.Average();
    }

    private static StringBuilder Describe((string Name, Func<float> Call)[] subjects, double[][] one, double[][] two)
    {
        StringBuilder report = new();
        Line(report, $"# What a wrapped call costs");
        Line(report, $"");
        Line(report, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {Processor()}");
        Line(report, $"{Rounds} rounds of {2 * Calls:n0} calls each, in turns A B B A; {(ThreadTime.IsCpuTime ? "thread CPU time" : "wall time")}; ns a call: min / median / max.");
        Line(report, $"");
        Line(report, $"| call | 1 thread | 2 threads | above bare, 1 thread | 2 threads : 1 thread, relative to bare |");
        Line(report, $"|---|---|---|---|---|");
        for (int i = 0; i < subjects.Length; i++)
        {
            double relative = Median(two[i]) / Median(one[i]) / (Median(two[0]) / Median(one[0]));
            Line(report, $"| {subjects[i].Name} | {Spread(one[i])} | {Spread(two[i])} | {Median(one[i]) - Median(one[0]):f0} | {relative:f2} |");
        }

        double ours = Median(one[1]) - Median(one[0]);
        double measured = Median(one[2]) - Median(one[0]);
        double polly = Median(one[3]) - Median(one[0]);
        Line(report, $"");
        Line(report, $"- Above the bare call: {ours:f0} ns (at most 250; aim 120). With latency: {measured:f0} ns (at most {250 + 35 * (Workload.Guards + 2)}).");
        Line(report, $"- Beside Polly's timeout, retry and breaker: {Median(one[1]) / Median(one[3]):f2}x of its call, {ours / polly:f2}x of its overhead (at most 0.5).");
        return report;
    }

    private static void Allocations(StringBuilder report, (string Name, Func<float> Call)[] subjects)
    {
        foreach ((string name, Func<float> call) in subjects)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Calls; i++)
            {
                call();
            }

            Line(report, $"- {name}: {(GC.GetAllocatedBytesForCurrentThread() - before) / (double)Calls:f2} bytes allocated a call.");
        }
    }

    private static void Drops(StringBuilder report, params SafeModel<float[], Workload.Answer>[] models)
    {
        long recorded = models.Sum(model => model.GetMonitorStatistics()[0].Recorded);
        long dropped = models.Sum(model => model.GetMonitorStatistics()[0].Dropped);
        Line(report, $"- Rows dropped before the monitor: {100.0 * dropped / recorded:f2} % of {recorded:n0}, with the cores fully taken by calls.");
    }

    private static string Processor()
    {
        const string File = "/proc/cpuinfo";
        return System.IO.File.Exists(File)
            ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor"
            : "unknown processor";
    }

    private static string Spread(double[] rounds) => string.Create(CultureInfo.InvariantCulture, $"{rounds.Min():f1} / {Median(rounds):f1} / {rounds.Max():f1}");

    private static double Median(double[] rounds) => rounds.Order().ElementAt(rounds.Length / 2);

    private static void Line(StringBuilder report, FormattableString text) => report.AppendLine(text.ToString(CultureInfo.InvariantCulture));
}
