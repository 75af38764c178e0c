using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace AISafety.Benchmarks;

/// <summary>Times calls in turns, there and back again, and writes what came out.</summary>
internal static class Turns
{
    public const int Calls = 400_000;
    public const int Rounds = 15;

    /// <summary>For each subject, nanoseconds a call in each round.</summary>
    public static double[][] Measure((string Name, Func<float> Call)[] subjects, int threads, int calls = Calls)
    {
        double[][] rounds = [.. subjects.Select(_ => new double[Rounds])];
        for (int round = -3; round < Rounds; round++)
        {
            // There and back again: a drift of the machine's speed within a round falls on all alike.
            foreach (int i in Enumerable.Range(0, subjects.Length).Concat(Enumerable.Range(0, subjects.Length).Reverse()))
            {
                double nanoseconds = OnThreads(subjects[i].Call, threads, calls);
                if (round >= 0)
                {
                    rounds[i][round] += nanoseconds / 2;
                }
            }
        }

        return rounds;
    }

    private static double OnThreads(Func<float> call, int threads, int calls)
    {
        double[] times = new double[threads];
        using Barrier start = new(threads);
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            start.SignalAndWait();
            double before = ThreadTime.Nanoseconds();
            float sum = 0;
            for (int i = 0; i < calls; i++)
            {
                sum += call();
            }

            times[index] = (ThreadTime.Nanoseconds() - before) / calls;
            GC.KeepAlive(sum);
        }))];
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        return times.Average();
    }

    public static string Processor()
    {
        const string File = "/proc/cpuinfo";
        return System.IO.File.Exists(File)
            ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor"
            : "unknown processor";
    }

    /// <summary>What it was measured on and with, in one line.</summary>
    public static string Machine() =>
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {Processor()}; 512-bit vectors {(Vector512.IsHardwareAccelerated ? "on" : "off")}";

    public static string Spread(double[] rounds) => string.Create(CultureInfo.InvariantCulture, $"{rounds.Min():f1} / {Median(rounds):f1} / {rounds.Max():f1}");

    public static double Median(double[] rounds) => rounds.Order().ElementAt(rounds.Length / 2);

    public static void Line(StringBuilder report, FormattableString text) => report.AppendLine(text.ToString(CultureInfo.InvariantCulture));
}
