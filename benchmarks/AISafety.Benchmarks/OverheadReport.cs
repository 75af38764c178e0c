using System.Runtime.InteropServices;
using System.Text;

namespace AISafety.Benchmarks;

/// <summary>Times the bare call, ours and Polly's in turns (A B B A), with one thread and with two, and says how far within its targets each is.</summary>
internal static class OverheadReport
{
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

        double[][] one = Turns.Measure(subjects, threads: 1);
        double[][] two = Turns.Measure(subjects, threads: 2);
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

    private static StringBuilder Describe((string Name, Func<float> Call)[] subjects, double[][] one, double[][] two)
    {
        StringBuilder report = new();
        Turns.Line(report, $"# What a wrapped call costs");
        Turns.Line(report, $"");
        Turns.Line(report, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {Turns.Processor()}");
        Turns.Line(report, $"{Turns.Rounds} rounds of {2 * Turns.Calls:n0} calls each, in turns A B B A; {(ThreadTime.IsCpuTime ? "thread CPU time" : "wall time")}; ns a call: min / median / max.");
        Turns.Line(report, $"");
        Turns.Line(report, $"| call | 1 thread | 2 threads | above bare, 1 thread | 2 threads : 1 thread, relative to bare |");
        Turns.Line(report, $"|---|---|---|---|---|");
        for (int i = 0; i < subjects.Length; i++)
        {
            double relative = Turns.Median(two[i]) / Turns.Median(one[i]) / (Turns.Median(two[0]) / Turns.Median(one[0]));
            Turns.Line(report, $"| {subjects[i].Name} | {Turns.Spread(one[i])} | {Turns.Spread(two[i])} | {Turns.Median(one[i]) - Turns.Median(one[0]):f0} | {relative:f2} |");
        }

        double ours = Turns.Median(one[1]) - Turns.Median(one[0]);
        double measured = Turns.Median(one[2]) - Turns.Median(one[0]);
        double polly = Turns.Median(one[3]) - Turns.Median(one[0]);
        Turns.Line(report, $"");
        Turns.Line(report, $"- Above the bare call: {ours:f0} ns (at most 250; aim 120). With latency: {measured:f0} ns (at most {250 + 35 * (Workload.Guards + 2)}).");
        Turns.Line(report, $"- Beside Polly's timeout, retry and breaker: {Turns.Median(one[1]) / Turns.Median(one[3]):f2}x of its call, {ours / polly:f2}x of its overhead (at most 0.5).");
        return report;
    }

    private static void Allocations(StringBuilder report, (string Name, Func<float> Call)[] subjects)
    {
        foreach ((string name, Func<float> call) in subjects)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Turns.Calls; i++)
            {
                call();
            }

            Turns.Line(report, $"- {name}: {(GC.GetAllocatedBytesForCurrentThread() - before) / (double)Turns.Calls:f2} bytes allocated a call.");
        }
    }

    private static void Drops(StringBuilder report, params SafeModel<float[], Workload.Answer>[] models)
    {
        long recorded = models.Sum(model => model.GetMonitorStatistics()[0].Recorded);
        long dropped = models.Sum(model => model.GetMonitorStatistics()[0].Dropped);
        Turns.Line(report, $"- Rows dropped before the monitor: {100.0 * dropped / recorded:f2} % of {recorded:n0}, with the cores fully taken by calls.");
    }
}
