using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AISafety.Statistics;

/// <summary>Sorts up to eight vectors in registers: each by itself, then merged in pairs, fours and eights by Batcher's bitonic network.</summary>
internal static unsafe class SortNetwork<T, TLanes>
    where T : unmanaged
    where TLanes : struct, ISortLanes<T>
{
    /// <summary>Four vectors in a row.</summary>
    public static void SortFour(T* p)
    {
        int n = Vector256<T>.Count;
        Four(p, out Vector256<T> a, out Vector256<T> b, out Vector256<T> c, out Vector256<T> d);
        a.Store(p);
        b.Store(p + n);
        c.Store(p + 2 * n);
        d.Store(p + 3 * n);
    }

    /// <summary>Eight vectors in a row.</summary>
    public static void SortEight(T* p)
    {
        int n = Vector256<T>.Count;
        Four(p, out Vector256<T> a, out Vector256<T> b, out Vector256<T> c, out Vector256<T> d);
        Four(p + 4 * n, out Vector256<T> e, out Vector256<T> f, out Vector256<T> g, out Vector256<T> h);
        Vector256<T> s = TLanes.Reverse(h), t = TLanes.Reverse(g), u = TLanes.Reverse(f), v = TLanes.Reverse(e);
        Exchange(ref a, ref s);
        Exchange(ref b, ref t);
        Exchange(ref c, ref u);
        Exchange(ref d, ref v);
        MergeFour(p, a, b, c, d);
        MergeFour(p + 4 * n, s, t, u, v);
    }

    // Four vectors that together rise and fall.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MergeFour(T* p, Vector256<T> a, Vector256<T> b, Vector256<T> c, Vector256<T> d)
    {
        int n = Vector256<T>.Count;
        Exchange(ref a, ref c);
        Exchange(ref b, ref d);
        Exchange(ref a, ref b);
        Exchange(ref c, ref d);
        TLanes.Merge(a).Store(p);
        TLanes.Merge(b).Store(p + n);
        TLanes.Merge(c).Store(p + 2 * n);
        TLanes.Merge(d).Store(p + 3 * n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(T* p, out Vector256<T> a, out Vector256<T> b, out Vector256<T> c, out Vector256<T> d)
    {
        int n = Vector256<T>.Count;
        Vector256<T> w = TLanes.Sort(Vector256.Load(p));
        Vector256<T> x = TLanes.Reverse(TLanes.Sort(Vector256.Load(p + n)));
        Vector256<T> y = TLanes.Sort(Vector256.Load(p + 2 * n));
        Vector256<T> z = TLanes.Reverse(TLanes.Sort(Vector256.Load(p + 3 * n)));
        Exchange(ref w, ref x);
        Exchange(ref y, ref z);
        w = TLanes.Merge(w);
        x = TLanes.Merge(x);
        (y, z) = (TLanes.Reverse(TLanes.Merge(z)), TLanes.Reverse(TLanes.Merge(y)));
        Exchange(ref w, ref y);
        Exchange(ref x, ref z);
        Exchange(ref w, ref x);
        Exchange(ref y, ref z);
        a = TLanes.Merge(w);
        b = TLanes.Merge(x);
        c = TLanes.Merge(y);
        d = TLanes.Merge(z);
    }

    // Of equal operands each gives its second: b to the first place and a to the second, so that -0.0 and 0.0 both survive.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange(ref Vector256<T> a, ref Vector256<T> b)
    {
        if (typeof(T) == typeof(float))
        {
            Vector256<float> x = a.AsSingle(), y = b.AsSingle();
            (a, b) = (Avx.Min(x, y).As<float, T>(), Avx.Max(y, x).As<float, T>());
        }
        else
        {
            Vector256<double> x = a.AsDouble(), y = b.AsDouble();
            (a, b) = (Avx.Min(x, y).As<double, T>(), Avx.Max(y, x).As<double, T>());
        }
    }
}
