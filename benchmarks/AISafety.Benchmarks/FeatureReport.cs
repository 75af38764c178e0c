using System.Globalization;
using System.Runtime.InteropServices;

namespace AISafety.Benchmarks;

/// <summary>Times the writing of a row of ten features by generated code and by lambdas, in turns (A B B A).</summary>
internal static class FeatureReport
{
    private const int Rows = 2_000_000;
    private const int Rounds = 15;

    public static int Run()
    {
        Line($"# What a row of ten features costs");
        Line($"");
        Line($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores.");
        Line($"{Rounds} rounds of {2 * Rows:n0} rows each, in turns A B B A; {(ThreadTime.IsCpuTime ? "thread CPU time" : "wall time")}; ns a row: min / median / max.");
        Line($"Of 64 inputs in turn; `Write` with its checks, and the loop around it, are counted.");
        Line($"");
        Line($"| row | generated | lambdas | lambdas : generated, by minima | allocated, generated |");
        Line($"|---|---|---|---|---|");
        Contest("ten numbers", TenNumbers.Features, TenNumbers.Lambdas, TenNumbers.Make(new(1), 64));
        Contest("ten kinds: 5 numbers, a date, a bool, two enums, a text", TenKinds.Features, TenKinds.Lambdas, TenKinds.Make(new(1), 64));
        return 0;
    }

    private static void Contest<T>(string name, FeatureSchema<T> generated, FeatureSchema<T> lambdas, T[] inputs)
    {
        float[] one = new float[generated.Width];
        float[] other = new float[generated.Width];
        foreach (T input in inputs)
        {
            generated.Write(input, one);
            lambdas.Write(input, other);
            if (!one.AsSpan().SequenceEqual(other) && !one.Zip(other).All(pair => pair.First.Equals(pair.Second)))
            {
                throw new InvalidOperationException($"The two schemas of '{name}' write different rows.");
            }
        }

        double[] a = new double[Rounds];
        double[] b = new double[Rounds];
        for (int round = -5; round < Rounds; round++)
        {
            double first = Time(generated, inputs);
            double second = Time(lambdas, inputs) + Time(lambdas, inputs);
            first += Time(generated, inputs);
            if (round >= 0)
            {
                (a[round], b[round]) = (first / 2, second / 2);
            }
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Time(generated, inputs);
        double allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Rows;
        Line($"| {name} | {Spread(a)} | {Spread(b)} | {b.Min() / a.Min():f1} | {allocated:f2} B |");
    }

    private static double Time<T>(FeatureSchema<T> schema, T[] inputs)
    {
        Span<float> row = stackalloc float[10];
        double before = ThreadTime.Nanoseconds();
        for (int i = 0; i < Rows; i++)
        {
            schema.Write(inputs[i & 63], row);
        }

        return (ThreadTime.Nanoseconds() - before) / Rows;
    }

    private static string Spread(double[] rounds) => string.Create(CultureInfo.InvariantCulture, $"{rounds.Min():f2} / {rounds.Order().ElementAt(rounds.Length / 2):f2} / {rounds.Max():f2}");

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
