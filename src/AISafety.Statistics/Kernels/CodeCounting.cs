using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AISafety.Statistics;

/// <summary>Counts small codes: with few categories a block of bytes is compared with four at a time, 32 codes an instruction; with many, four
/// tables take turns.</summary>
internal static class CodeCounting
{
    private const int MostToCompare = 48;
    private const int Codes = 32;

    // A lane of eight bits counts to 255 without overflow.
    private const int BlockLength = 255 * Codes;

    /// <summary>Adds the count of each code below the length of <paramref name="counts"/>.</summary>
    public static void Add(ReadOnlySpan<byte> codes, Span<long> counts)
    {
        int categories = Math.Min(counts.Length, 256);
        int whole = 0;
        if (Avx2.IsSupported && categories <= MostToCompare)
        {
            whole = codes.Length - codes.Length % Codes;
            for (int start = 0; start < whole; start += BlockLength)
            {
                Compare(codes[start..Math.Min(start + BlockLength, whole)], counts[..categories]);
            }
        }

        Tabulate(codes[whole..], counts[..categories]);
    }

    /// <summary>Adds the count of each code below the length of <paramref name="counts"/>.</summary>
    public static void Add(ReadOnlySpan<int> codes, Span<long> counts)
    {
        int whole = 0;
        if (Avx2.IsSupported && counts.Length <= MostToCompare)
        {
            whole = codes.Length - codes.Length % Codes;
            Span<byte> bytes = stackalloc byte[BlockLength];
            for (int start = 0; start < whole; start += BlockLength)
            {
                ReadOnlySpan<int> block = codes[start..Math.Min(start + BlockLength, whole)];
                Narrow(block, bytes);
                Compare(bytes[..block.Length], counts);
            }
        }

        Tabulate(codes[whole..], counts);
    }

    private static void Compare(ReadOnlySpan<byte> block, Span<long> counts)
    {
        ref byte code = ref MemoryMarshal.GetReference(block);
        nuint length = (nuint)block.Length;
        for (int category = 0; category < counts.Length; category += 4)
        {
            Vector256<byte> k0 = Vector256.Create((byte)category), k1 = Vector256.Create((byte)(category + 1));
            Vector256<byte> k2 = Vector256.Create((byte)(category + 2)), k3 = Vector256.Create((byte)(category + 3));
            Vector256<byte> c0 = default, c1 = default, c2 = default, c3 = default;
            for (nuint i = 0; i < length; i += Codes)
            {
                Vector256<byte> v = Vector256.LoadUnsafe(ref code, i);
                c0 -= Vector256.Equals(v, k0);
                c1 -= Vector256.Equals(v, k1);
                c2 -= Vector256.Equals(v, k2);
                c3 -= Vector256.Equals(v, k3);
            }

            Span<long> quad = [Total(c0), Total(c1), Total(c2), Total(c3)];
            for (int i = category; i < Math.Min(category + 4, counts.Length); i++)
            {
                counts[i] += quad[i - category];
            }
        }
    }

    private static long Total(Vector256<byte> lanes) => Vector256.Sum(Avx2.SumAbsoluteDifferences(lanes, Vector256<byte>.Zero).AsInt64());

    // What a byte cannot hold, negatives included, becomes 255: as unknown as before. Packing shuffles the order, which counts do not see.
    private static void Narrow(ReadOnlySpan<int> codes, Span<byte> bytes)
    {
        ref int code = ref MemoryMarshal.GetReference(codes);
        ref byte target = ref MemoryMarshal.GetReference(bytes);
        Vector256<uint> most = Vector256.Create(255u);
        for (nuint i = 0; i < (nuint)codes.Length; i += Codes)
        {
            Vector256<int> a = Vector256.Min(Vector256.LoadUnsafe(ref code, i).AsUInt32(), most).AsInt32();
            Vector256<int> b = Vector256.Min(Vector256.LoadUnsafe(ref code, i + 8).AsUInt32(), most).AsInt32();
            Vector256<int> c = Vector256.Min(Vector256.LoadUnsafe(ref code, i + 16).AsUInt32(), most).AsInt32();
            Vector256<int> d = Vector256.Min(Vector256.LoadUnsafe(ref code, i + 24).AsUInt32(), most).AsInt32();
            Avx2.PackUnsignedSaturate(Avx2.PackSignedSaturate(a, b), Avx2.PackSignedSaturate(c, d)).StoreUnsafe(ref target, i);
        }
    }

    private static void Tabulate(ReadOnlySpan<byte> codes, Span<long> counts)
    {
        if (codes.IsEmpty)
        {
            return;
        }

        Span<int> tables = stackalloc int[4 * 256];
        tables.Clear();
        ref int table = ref MemoryMarshal.GetReference(tables);
        int i = 0;
        for (; i + 4 <= codes.Length; i += 4)
        {
            Unsafe.Add(ref table, codes[i])++;
            Unsafe.Add(ref table, 256 + codes[i + 1])++;
            Unsafe.Add(ref table, 512 + codes[i + 2])++;
            Unsafe.Add(ref table, 768 + codes[i + 3])++;
        }

        for (; i < codes.Length; i++)
        {
            tables[codes[i]]++;
        }

        for (int category = 0; category < counts.Length; category++)
        {
            counts[category] += (long)tables[category] + tables[256 + category] + tables[512 + category] + tables[768 + category];
        }
    }

    private static void Tabulate(ReadOnlySpan<int> codes, Span<long> counts)
    {
        if (codes.IsEmpty)
        {
            return;
        }

        // One place more takes what is unknown.
        int places = counts.Length + 1;
        int[] rented = ArrayPool<int>.Shared.Rent(4 * places);
        rented.AsSpan(0, 4 * places).Clear();
        ref int t0 = ref MemoryMarshal.GetArrayDataReference(rented);
        ref int t1 = ref Unsafe.Add(ref t0, places);
        ref int t2 = ref Unsafe.Add(ref t1, places);
        ref int t3 = ref Unsafe.Add(ref t2, places);
        uint unknown = (uint)counts.Length;
        int i = 0;
        for (; i + 4 <= codes.Length; i += 4)
        {
            Unsafe.Add(ref t0, (nint)Math.Min((uint)codes[i], unknown))++;
            Unsafe.Add(ref t1, (nint)Math.Min((uint)codes[i + 1], unknown))++;
            Unsafe.Add(ref t2, (nint)Math.Min((uint)codes[i + 2], unknown))++;
            Unsafe.Add(ref t3, (nint)Math.Min((uint)codes[i + 3], unknown))++;
        }

        for (; i < codes.Length; i++)
        {
            Unsafe.Add(ref t0, (nint)Math.Min((uint)codes[i], unknown))++;
        }

        for (int category = 0; category < counts.Length; category++)
        {
            counts[category] += (long)rented[category] + rented[places + category] + rented[2 * places + category] + rented[3 * places + category];
        }

        ArrayPool<int>.Shared.Return(rented);
    }
}
