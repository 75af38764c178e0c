using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Adds up the losses of rows, given their scores and what the labels say.</summary>
internal interface IScoreLoss
{
    /// <summary>Adds four rows.</summary>
    /// <param name="score">Four scores, from 0 to 1.</param>
    /// <param name="positive">All ones where the label is 1, else zeros.</param>
    /// <param name="there">All ones where there is a score; zeros where the row is to be passed over.</param>
    void Add(Vector256<double> score, Vector256<double> positive, Vector256<double> there);

    /// <summary>The losses added since it was last asked; at least every <see cref="ScoreLossKernel.MostAdded"/> additions.</summary>
    Vector256<double> Take();
}

/// <summary>Sums a loss over rows of a score from 0 to 1 and a label 0 or 1; NaN is passed over.</summary>
internal static class ScoreLossKernel
{
    /// <summary>The most additions before the losses are taken.</summary>
    public const int MostAdded = 16;

    private const int RunLength = 4 * MostAdded;
    private const int BlockLength = 64 * RunLength;

    /// <returns>The sum, how many rows took part, and whether a score was out of range.</returns>
    public static (double Sum, long Count, bool OutOfRange) Sum<T, TLoss>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, TLoss loss)
        where T : unmanaged
        where TLoss : struct, IScoreLoss
    {
        double sum = 0;
        long present = 0;
        bool outOfRange = false;

        // Sums of blocks, so that rounding does not grow with the number of rows.
        for (int start = 0; start < scores.Length; start += BlockLength)
        {
            int length = Math.Min(BlockLength, scores.Length - start);
            Block(scores.Slice(start, length), labels.Slice(start, length), loss, ref sum, ref present, ref outOfRange);
        }

        return (sum, present, outOfRange);
    }

    private static void Block<T, TLoss>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, TLoss loss, ref double sum, ref long present, ref bool outOfRange)
        where T : unmanaged
        where TLoss : struct, IScoreLoss
    {
        ref T score = ref MemoryMarshal.GetReference(scores);
        ref byte label = ref MemoryMarshal.GetReference(labels);
        Vector256<double> sums = default;
        Vector256<long> counts = default;
        Vector256<double> bad = default;
        int i = 0;
        for (; i + RunLength <= scores.Length; sums += loss.Take())
        {
            for (int end = i + RunLength; i < end; i += 4)
            {
                Add(ref loss, Load(ref score, i), Positive(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref label, i))), ref counts, ref bad);
            }
        }

        for (; i + 4 <= scores.Length; i += 4)
        {
            Add(ref loss, Load(ref score, i), Positive(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref label, i))), ref counts, ref bad);
        }

        sums += loss.Take();

        if (i < scores.Length)
        {
            Span<T> lastScores = stackalloc T[4];
            Span<byte> lastLabels = stackalloc byte[4];
            lastScores.Fill(typeof(T) == typeof(float) ? (T)(object)float.NaN : (T)(object)double.NaN);
            lastLabels.Clear();
            scores[i..].CopyTo(lastScores);
            labels[i..].CopyTo(lastLabels);
            Add(ref loss, Load(ref MemoryMarshal.GetReference(lastScores), 0), Positive(MemoryMarshal.Read<uint>(lastLabels)), ref counts, ref bad);
            sums += loss.Take();
        }

        sum += Vector256.Sum(sums);
        present -= Vector256.Sum(counts);
        outOfRange |= bad != Vector256<double>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLoss>(ref TLoss loss, Vector256<double> score, Vector256<double> positive, ref Vector256<long> counts, ref Vector256<double> bad)
        where TLoss : struct, IScoreLoss
    {
        Vector256<double> there = Vector256.Equals(score, score);
        Vector256<double> number = score & there;
        loss.Add(number, positive, there);
        counts += there.AsInt64();
        bad = Vector256.ConditionalSelect(
            Vector256.LessThan(number, Vector256<double>.Zero) | Vector256.GreaterThan(number, Vector256<double>.One), Vector256<double>.One, bad);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Load<T>(ref T score, int i)
        where T : unmanaged =>
        typeof(T) == typeof(double)
            ? Vector256.LoadUnsafe(ref Unsafe.As<T, double>(ref score), (nuint)i)
            : Vector256.WidenLower(Vector128.LoadUnsafe(ref Unsafe.As<T, float>(ref score), (nuint)i).ToVector256Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Positive(uint labels)
    {
        Vector128<int> wide = Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(labels).AsByte())).AsInt32();
        Vector256<long> lanes = Vector256.Create(Vector128.WidenLower(wide), Vector128.WidenUpper(wide));
        return (Vector256<long>.Zero - lanes).AsDouble();
    }
}
