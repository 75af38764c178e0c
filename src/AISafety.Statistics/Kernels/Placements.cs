using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AISafety.Statistics;

/// <summary>The placement of each value of two ascending samples among the other sample.</summary>
/// <remarks>Twice the number of values below it plus the number equal to it: a whole number. Four stretches are merged in turn, without a branch on which
/// value is less; only values that are in both samples leave the loop.</remarks>
internal static class Placements
{
    private const int Parts = 4;
    private const int LeastToCut = 256;

    /// <summary>Finds all placements.</summary>
    /// <param name="a">One sample, ascending, without NaN.</param>
    /// <param name="b">The other.</param>
    /// <param name="amongB">Takes the placements of a; as long.</param>
    /// <param name="amongA">Takes the placements of b; as long.</param>
    public static void Find<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<uint> amongB, Span<uint> amongA)
        where T : struct, IFloatingPointIeee754<T>
    {
        Samples<T> samples = new(a, b, amongB, amongA);
        if (a.Length + b.Length < LeastToCut)
        {
            MergePart all = new() { FirstEnd = a.Length, SecondEnd = b.Length };
            samples.Finish(ref all);
            return;
        }

        Span<MergePart> parts = stackalloc MergePart[Parts];
        MergePart.Cut(a, b, parts);
        while (Together(samples, parts))
        {
            foreach (ref MergePart part in parts)
            {
                samples.PassTies(ref part);
            }
        }

        foreach (ref MergePart part in parts)
        {
            samples.Finish(ref part);
        }
    }

    /// <summary>The sum of numbers and of their squares.</summary>
    public static (ulong Sum, UInt128 Squares) Sum(ReadOnlySpan<uint> values, uint most)
    {
        // As many as cannot overflow.
        int block = (int)Math.Min(int.MaxValue, ulong.MaxValue / Math.Max(1, (ulong)most * most));
        ulong sum = 0;
        UInt128 squares = 0;
        while (!values.IsEmpty)
        {
            ReadOnlySpan<uint> some = values[..Math.Min(block, values.Length)];
            values = values[some.Length..];
            ulong squaresOfSome = 0;
            foreach (uint value in some)
            {
                sum += value;
                squaresOfSome += (ulong)value * value;
            }

            squares += squaresOfSome;
        }

        return (sum, squares);
    }

    // Steps through all parts in turn. Gives whether one has come to values equal in both samples; otherwise one has used up a sample.
    private static bool Together<T>(in Samples<T> samples, Span<MergePart> parts)
        where T : struct, IFloatingPointIeee754<T>
    {
        ref T x = ref MemoryMarshal.GetReference(samples.First);
        ref T y = ref MemoryMarshal.GetReference(samples.Second);
        ref uint placeX = ref MemoryMarshal.GetReference(samples.PlaceOfFirst);
        ref uint placeY = ref MemoryMarshal.GetReference(samples.PlaceOfSecond);
        nint i0 = parts[0].First;
        nint i1 = parts[1].First;
        nint i2 = parts[2].First;
        nint i3 = parts[3].First;
        nint j0 = parts[0].Second;
        nint j1 = parts[1].Second;
        nint j2 = parts[2].Second;
        nint j3 = parts[3].Second;
        nint moved = 1;
        nint steps;
        do
        {
            steps = Math.Min(
                Math.Min(Math.Min(parts[0].FirstEnd - i0, parts[0].SecondEnd - j0), Math.Min(parts[1].FirstEnd - i1, parts[1].SecondEnd - j1)),
                Math.Min(Math.Min(parts[2].FirstEnd - i2, parts[2].SecondEnd - j2), Math.Min(parts[3].FirstEnd - i3, parts[3].SecondEnd - j3)));
            for (nint step = 0; step < steps && moved != 0; step++)
            {
                moved = Step(ref x, ref y, ref placeX, ref placeY, ref i0, ref j0)
                    & Step(ref x, ref y, ref placeX, ref placeY, ref i1, ref j1)
                    & Step(ref x, ref y, ref placeX, ref placeY, ref i2, ref j2)
                    & Step(ref x, ref y, ref placeX, ref placeY, ref i3, ref j3);
            }
        }
        while (steps > 0 && moved != 0);
        (parts[0].First, parts[1].First, parts[2].First, parts[3].First) = (i0, i1, i2, i3);
        (parts[0].Second, parts[1].Second, parts[2].Second, parts[3].Second) = (j0, j1, j2, j3);
        return moved == 0;
    }

    // Writes both placements as if the values at hand were next, and moves on by the one that is. Does not move if both are equal.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Step<T>(ref T x, ref T y, ref uint placeX, ref uint placeY, ref nint i, ref nint j)
        where T : struct, IFloatingPointIeee754<T>
    {
        T first = Unsafe.Add(ref x, i);
        T second = Unsafe.Add(ref y, j);
        Unsafe.Add(ref placeX, i) = 2 * (uint)j;
        Unsafe.Add(ref placeY, j) = 2 * (uint)i;
        nint less = Unsafe.BitCast<bool, byte>(first < second);
        nint greater = Unsafe.BitCast<bool, byte>(first > second);
        i += less;
        j += greater;
        return less | greater;
    }

    private readonly ref struct Samples<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<uint> placeOfFirst, Span<uint> placeOfSecond)
        where T : struct, IFloatingPointIeee754<T>
    {
        public ReadOnlySpan<T> First { get; } = first;

        public ReadOnlySpan<T> Second { get; } = second;

        public Span<uint> PlaceOfFirst { get; } = placeOfFirst;

        public Span<uint> PlaceOfSecond { get; } = placeOfSecond;

        // As long as the next values are equal in both, gives all equal to them their placements.
        public void PassTies(ref MergePart part)
        {
            while (part.Steps > 0 && First[(int)part.First] == Second[(int)part.Second])
            {
                T value = First[(int)part.First];
                int i = (int)part.First + 1;
                int j = (int)part.Second + 1;
                while (i < part.FirstEnd && First[i] == value)
                {
                    i++;
                }

                while (j < part.SecondEnd && Second[j] == value)
                {
                    j++;
                }

                PlaceOfFirst[(int)part.First..i].Fill((uint)(part.Second + j));
                PlaceOfSecond[(int)part.Second..j].Fill((uint)(part.First + i));
                (part.First, part.Second) = (i, j);
            }
        }

        public void Finish(ref MergePart part)
        {
            while (part.Steps > 0)
            {
                if (Step(
                    ref MemoryMarshal.GetReference(First), ref MemoryMarshal.GetReference(Second),
                    ref MemoryMarshal.GetReference(PlaceOfFirst), ref MemoryMarshal.GetReference(PlaceOfSecond), ref part.First, ref part.Second) == 0)
                {
                    PassTies(ref part);
                }
            }

            PlaceOfFirst[(int)part.First..(int)part.FirstEnd].Fill(2 * (uint)part.SecondEnd);
            PlaceOfSecond[(int)part.Second..(int)part.SecondEnd].Fill(2 * (uint)part.FirstEnd);
        }
    }
}
