using System.Numerics;

namespace AISafety.Statistics.Tests.Kernels;

/// <summary>The operations on bytes, codes, and scores with labels, each with its spans taken from a memory.</summary>
internal static class LabelOperations
{
    public static IEnumerable<KeyValuePair<string, GuardedOperation>> All()
    {
        foreach (int groups in new[] { 1, 2, 19, 20, 70 })
        {
            yield return new($"Confusion.ByGroup, {groups} groups", (memory, _, length) =>
            {
                Span<ConfusionCounts> counts = memory.Take<ConfusionCounts>(new ConfusionCounts[groups]);
                Confusion.ByGroup(Codes(memory, length, groups), Codes(memory, length, 2), Codes(memory, length, 2), counts);
                return new Written<ConfusionCounts>(counts.ToArray());
            });
        }

        yield return new("Confusion", (memory, _, length) => Confusion.Of(Codes(memory, length, 2), Codes(memory, length, 2)));
        foreach (int categories in new[] { 0, 1, 5, 48, 49, 256, 300 })
        {
            yield return new($"CategoryCounts of bytes, {categories} categories", (memory, _, length) =>
            {
                Span<long> counts = memory.Take<long>(new long[categories]);
                long unknown = CategoryCounts.Compute(Codes(memory, length, 256), counts);
                return new Written<long>(counts.ToArray(), unknown);
            });
            yield return new($"CategoryCounts of integers, {categories} categories", (memory, _, length) =>
            {
                Span<long> counts = memory.Take<long>(new long[categories]);
                long unknown = CategoryCounts.Compute(memory.Take<int>(Draw(length, random => random.Next(-9, categories + 9))), counts);
                return new Written<long>(counts.ToArray(), unknown);
            });
        }

        yield return new("BoxConstraints", (memory, kind, length) =>
        {
            float[] x = KernelInputs.DrawFloats(kind, length, 1);
            return BoxConstraints.Hold(
                memory.Take<float>(x),
                memory.Take<float>([.. x.Select(value => value - 1)]),
                memory.Take<float>([.. x.Select(value => float.IsNaN(value) ? 1 : value)]),
                memory.Take<float>(new float[length]));
        });
        yield return new("BrierScore of Single", (memory, kind, length) => BrierScore.Of(Scores<float>(memory, kind, length), Codes(memory, length, 2)));
        yield return new("BrierScore of Double", (memory, kind, length) => BrierScore.Of(Scores<double>(memory, kind, length), Codes(memory, length, 2)));
        yield return new("LogLoss of Single", (memory, kind, length) => LogLoss.Of(Scores<float>(memory, kind, length), Codes(memory, length, 2)));
        yield return new("LogLoss of Double", (memory, kind, length) => LogLoss.Of(Scores<double>(memory, kind, length), Codes(memory, length, 2)));
        foreach (KeyValuePair<string, GuardedOperation> operation in OfScores<float>().Concat(OfScores<double>()))
        {
            yield return operation;
        }
    }

    private static IEnumerable<KeyValuePair<string, GuardedOperation>> OfScores<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string type = typeof(T).Name;
        foreach (int count in new[] { 1, 10, 49 })
        {
            yield return new($"ReliabilityCurve.EqualWidth of {type}, {count} bins", (memory, kind, length) =>
            {
                Span<ReliabilityBin> bins = memory.Take<ReliabilityBin>(new ReliabilityBin[count]);
                int missing = ReliabilityCurve.EqualWidth<T>(Scores<T>(memory, kind, length), Codes(memory, length, 2), bins);
                return new Written<ReliabilityBin>(bins.ToArray(), missing);
            });
        }

        yield return new($"ReliabilityCurve.EqualMass of {type}", (memory, kind, length) =>
        {
            Span<ReliabilityBin> bins = memory.Take<ReliabilityBin>(new ReliabilityBin[10]);
            int missing = ReliabilityCurve.EqualMass<T>(Scores<T>(memory, kind, length), Codes(memory, length, 2), bins);
            return new Written<ReliabilityBin>(bins.ToArray(), missing);
        });
        yield return new($"RocAuc of {type}", (memory, kind, length) => RocAuc.Compute<T>(Scores<T>(memory, kind, length), Codes(memory, length, 2)));
        yield return new($"AveragePrecision of {type}", (memory, kind, length) => AveragePrecision.Of<T>(Scores<T>(memory, kind, length), Codes(memory, length, 2)));
    }

    private static Span<byte> Codes(IKernelMemory memory, int length, int below) => memory.Take<byte>(Draw(length, random => (byte)random.Next(below)));

    private static Span<T> Scores<T>(IKernelMemory memory, string kind, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        memory.Take<T>(Array.ConvertAll(KernelInputs.Draw<T>(kind, length, 1), value => T.IsNaN(value) ? value : T.Clamp(value, T.Zero, T.One)));

    private static TCode[] Draw<TCode>(int length, Func<Random, TCode> draw)
    {
        Random random = new(length);
        return [.. Enumerable.Range(0, length).Select(_ => draw(random))];
    }
}
