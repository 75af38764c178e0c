using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
using AISafety.Benchmarks;

namespace AISafety.Statistics.Benchmarks;

/// <summary>Times each operation and its baseline in turns (A B B A) and prints nanoseconds an element beside the target.</summary>
internal static class KernelTable
{
    private const int Rounds = 9;
    private const double LeastNanoseconds = 4e6;

    public static int Run(string[] options)
    {
        string? only = Option(options, "--only");
        string? file = Option(options, "--out");
        StringBuilder report = new();
        Line(report, $"# The kernels of AISafety.Statistics");
        Line(report, $"");
        Line(report, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {Processor()}");
        Line(report, $"AVX2 {(Avx2.IsSupported ? "on" : "off")}, 512-bit vectors {(Vector512.IsHardwareAccelerated ? "on" : "off")}. System.Numerics.Tensors {Version(typeof(System.Numerics.Tensors.TensorPrimitives))}, MathNet.Numerics {Version(typeof(MathNet.Numerics.Statistics.ArrayStatistics))}.");
        Line(report, $"One thread; {Rounds} rounds, in turns A B B A; {(ThreadTime.IsCpuTime ? "thread CPU time" : "wall time")}; ns an element: min / median / max.");
        Line(report, $"");
        Line(report, $"| operation | ns an element | target | baseline | ns an element | times as fast |");
        Line(report, $"|---|---|---|---|---|---|");
        foreach (Contest contest in Contests.All().Where(contest => only is null || contest.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
        {
            (double[] ours, double[] baseline) = Measure(contest);
            Line(report, $"| {contest.Name} | {Spread(ours)} | {(double.IsNaN(contest.Target) ? "" : contest.Target)} | {contest.BaselineName} | {Spread(baseline)} | {Median(baseline) / Median(ours):f1} |");
            Console.Error.WriteLine(contest.Name);
        }

        Console.Write(report);
        if (file is not null)
        {
            File.WriteAllText(file, report.ToString());
        }

        return 0;
    }

    private static (double[] Ours, double[] Baseline) Measure(Contest contest)
    {
        int ourRuns = Runs(contest.Ours);
        int baselineRuns = Runs(contest.Baseline);
        double[] ours = new double[Rounds];
        double[] baseline = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            ours[round] = Time(contest.Ours, ourRuns);
            baseline[round] = Time(contest.Baseline, baselineRuns);
            baseline[round] += Time(contest.Baseline, baselineRuns);
            ours[round] += Time(contest.Ours, ourRuns);
            ours[round] /= 2.0 * contest.Elements;
            baseline[round] /= 2.0 * contest.Elements;
        }

        return (ours, baseline);
    }

    // Warms up until the optimising compiler has had its say, and finds how many runs make a measurable time.
    private static int Runs(Func<double> run)
    {
        double start = ThreadTime.Nanoseconds();
        int runs = 0;
        do
        {
            run();
            if (++runs is 2 or 35)
            {
                Thread.Sleep(120);
            }
        }
        while (runs < 4 || (runs < 70 && ThreadTime.Nanoseconds() - start < 4e8));
        return (int)Math.Max(1, LeastNanoseconds / Time(run, 3));
    }

    private static double Time(Func<double> run, int runs)
    {
        double sum = 0;
        double start = ThreadTime.Nanoseconds();
        for (int i = 0; i < runs; i++)
        {
            sum += run();
        }

        double time = ThreadTime.Nanoseconds() - start;
        GC.KeepAlive(sum);
        return time / runs;
    }

    private static string? Option(string[] options, string name)
    {
        int place = Array.IndexOf(options, name);
        return place >= 0 && place + 1 < options.Length ? options[place + 1] : null;
    }

    private static string Version(Type type) => type.Assembly.GetName().Version?.ToString(3) ?? "unknown";

    private static string Processor()
    {
        const string File = "/proc/cpuinfo";
        return System.IO.File.Exists(File)
            ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor"
            : "unknown processor";
    }

    private static string Spread(double[] rounds) => string.Create(CultureInfo.InvariantCulture, $"{rounds.Min():g3} / {Median(rounds):g3} / {rounds.Max():g3}");

    private static double Median(double[] rounds) => rounds.Order().ElementAt(rounds.Length / 2);

    private static void Line(StringBuilder report, FormattableString text) => report.AppendLine(text.ToString(CultureInfo.InvariantCulture));
}
