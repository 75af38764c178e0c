using System.Numerics.Tensors;
using System.Text;
using AISafety.Statistics;

namespace AISafety.Benchmarks;

/// <summary>Times counting by group beside plain passes over the same bytes, areas by group beside one area over all rows, and what watching and mitigating by group take of a call.</summary>
internal static class FairnessReport
{
    private const int Rows = 1_000_000;
    private const int Rounds = 25;

    // The compiler instruments a method after 30 calls and optimises it after 30 more, each time some 100 ms later.
    private const int Tiers = 3;
    private const int CallsOfATier = 34;
    private const int PauseOfATier = 150;

    public static async Task<int> RunAsync(string[] options)
    {
        StringBuilder report = new();
        Turns.Line(report, $"# What fairness costs");
        Turns.Line(report, $"");
        Turns.Line(report, $"{Turns.Machine()}. {(ThreadTime.IsCpuTime ? "Thread CPU time" : "Wall time")}.");
        Turns.Line(report, $"");
        await FairnessCallReport.WriteAsync(report);
        Counting(report);
        Console.Write(report);
        if (options is ["--out", string file])
        {
            await File.WriteAllTextAsync(file, report.ToString());
        }

        return 0;
    }

    private static void Counting(StringBuilder report)
    {
        Turns.Line(report, $"## Metrics of {Rows:n0} rows in random order (least of {Rounds} rounds in turns)");
        Turns.Line(report, $"");
        Turns.Line(report, $"| groups | plain loop, ms | vector pass, ms | counted, ms | / plain loop | / vector pass | all metrics, ms | / plain loop | one area, ms | one calibration error, ms | scores by group, ms | / one area |");
        Turns.Line(report, $"|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (int groupCount in (ReadOnlySpan<int>)[2, 10, 19, 20, 100])
        {
            Line(report, groupCount);
        }

        Turns.Line(report, $"");
        Turns.Line(report, $"The plain loop adds up the three bytes of each row; the vector pass finds the greatest byte of each of the three columns. All metrics: counted anew, then ten rates of each group and seven gaps, all with intervals. Scores by group: of doubles, the area, the calibration error and the mean of each group and of all rows, with intervals but without the bootstrap.");
    }

    private static void Line(StringBuilder report, int groupCount)
    {
        Random random = new(28);
        byte[] groups = new byte[Rows];
        byte[] labels = new byte[Rows];
        byte[] predictions = new byte[Rows];
        double[] scores = new double[Rows];
        for (int i = 0; i < Rows; i++)
        {
            groups[i] = (byte)random.Next(groupCount);
            scores[i] = random.NextDouble();
            labels[i] = (byte)(random.NextDouble() < scores[i] ? 1 : 0);
            predictions[i] = (byte)(scores[i] > 0.5 ? 1 : 0);
        }

        GroupCounts counts = new(groupCount);
        FairnessOptions options = new() { Resamples = 0 };
        double[] least = Least(
            () => PlainLoop(groups, labels, predictions),
            () => TensorPrimitives.Max<byte>(groups) + TensorPrimitives.Max<byte>(labels) + TensorPrimitives.Max<byte>(predictions),
            () =>
            {
                counts.Add(groups, labels, predictions);
                return 0;
            },
            () => AllMetrics(GroupCounts.Of(groups, labels, predictions, groupCount)));
        double[] areas = Least(
            () => (long)(1e9 * RocAuc.Compute<double>(scores, labels).Area),
            () => (long)(1e9 * CalibrationError.EqualWidth<double>(scores, labels).Expected),
            () => GroupScores.Compute<double>(groups, scores, labels, groupCount, options: options).Groups.Count);
        Turns.Line(report, $"| {groupCount} | {least[0]:f3} | {least[1]:f3} | {least[2]:f3} | {least[2] / least[0]:f2} | {least[2] / least[1]:f1} | {least[3]:f3} | {least[3] / least[0]:f2} | {areas[0]:f1} | {areas[1]:f1} | {areas[2]:f1} | {areas[2] / areas[0]:f2} |");
    }

    /// <summary>Every rate of every group and every gap, each with its interval.</summary>
    private static long AllMetrics(GroupCounts counts)
    {
        FairnessMetrics metrics = FairnessMetrics.Compute(counts);
        double sum = Enum.GetValues<FairnessCriterion>().Sum(criterion => metrics.Gap(criterion).Difference.Value);
        foreach (GroupMetrics group in metrics.Groups)
        {
            sum += Enum.GetValues<GroupRate>().Sum(rate => group[rate].Value);
        }

        return (long)sum;
    }

    private static long PlainLoop(byte[] groups, byte[] labels, byte[] predictions)
    {
        long sum = 0;
        for (int i = 0; i < groups.Length; i++)
        {
            sum += groups[i] + labels[i] + predictions[i];
        }

        return sum;
    }

    private static double[] Least(params Func<long>[] subjects)
    {
        double[] least = [.. subjects.Select(static _ => double.PositiveInfinity)];
        long kept = 0;
        for (int tier = 0; tier < Tiers; tier++)
        {
            kept += subjects.Sum(static subject => Enumerable.Range(0, CallsOfATier).Sum(_ => subject()));
            Thread.Sleep(PauseOfATier);
        }

        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < subjects.Length; i++)
            {
                double before = ThreadTime.Nanoseconds();
                kept += subjects[i]();
                least[i] = Math.Min(least[i], (ThreadTime.Nanoseconds() - before) / 1e6);
            }
        }

        GC.KeepAlive(kept);
        return least;
    }
}
