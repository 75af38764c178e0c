using System.Collections;

namespace AISafety.Rollout;

/// <summary>Says how outputs of a type are equal by what is in them.</summary>
internal static class OutputEquality
{
    /// <summary>Arrays, and blocks of memory as <see cref="OwnCopy"/> copies them, element by element; others by their default comparer.</summary>
    public static Func<T, T, bool> For<T>()
    {
        if (typeof(T).IsArray)
        {
            return static (a, b) => SameElements((Array?)(object?)a, (Array?)(object?)b);
        }

        // Written out, because what is made by reflection is not there when compiled ahead of time.
        return Memory<T, float>() ?? Memory<T, double>() ?? Memory<T, Half>() ?? Memory<T, decimal>()
            ?? Memory<T, byte>() ?? Memory<T, sbyte>() ?? Memory<T, short>() ?? Memory<T, ushort>()
            ?? Memory<T, int>() ?? Memory<T, uint>() ?? Memory<T, long>() ?? Memory<T, ulong>()
            ?? Memory<T, bool>() ?? Memory<T, char>() ?? Memory<T, string>()
            ?? EqualityComparer<T>.Default.Equals;
    }

    private static Func<T, T, bool>? Memory<T, TElement>()
        where TElement : IEquatable<TElement> =>
        typeof(T) == typeof(ReadOnlyMemory<TElement>) ? Cast<ReadOnlyMemory<TElement>, T>(static (a, b) => Same(a.Span, b.Span))
        : typeof(T) == typeof(Memory<TElement>) ? Cast<Memory<TElement>, T>(static (a, b) => Same<TElement>(a.Span, b.Span))
        : null;

    private static Func<T, T, bool> Cast<TKnown, T>(Func<TKnown, TKnown, bool> same) => (Func<T, T, bool>)(object)same;

    // Not SequenceEqual, which may compare bits: NaN equals NaN, and -0 equals 0.
    private static bool Same<TElement>(ReadOnlySpan<TElement> a, ReadOnlySpan<TElement> b)
    {
        if (a.Length != b.Length)
        {
            return false;
        }

        for (int i = 0; i < a.Length; i++)
        {
            if (!EqualityComparer<TElement>.Default.Equals(a[i], b[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Arrays of any rank and of arrays: the same lengths and elements.</summary>
    private static bool SameElements(Array? a, Array? b)
    {
        if (a is null || b is null || a.Rank != b.Rank)
        {
            return ReferenceEquals(a, b);
        }

        for (int dimension = 0; dimension < a.Rank; dimension++)
        {
            if (a.GetLength(dimension) != b.GetLength(dimension))
            {
                return false;
            }
        }

        IEnumerator others = b.GetEnumerator();
        foreach (object? one in a)
        {
            others.MoveNext();
            if (!(one is Array inner && others.Current is Array other ? SameElements(inner, other) : Equals(one, others.Current)))
            {
                return false;
            }
        }

        return true;
    }
}
