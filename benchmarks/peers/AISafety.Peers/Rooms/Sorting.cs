using System.Numerics;
using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>A sorted copy of numbers in random order.</summary>
internal static class Sorting
{
    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int n = bench.Sizes.Million;
        yield return new($"sort, {Sizes.Text(n)} double", () => Sort(bench, bench.Normal(n, 1), 13, "NumPy 2.2 with AVX2, 2.7 GHz: 11.9"));
        yield return new($"sort, {Sizes.Text(n)} float", () => Sort(bench, bench.NormalFloats(n, 1), 8, "NumPy 2.2 with AVX2, 2.7 GHz: 7.2"));
    }

    private static Operation Sort<T>(Bench bench, Input<T> values, double target, string quoted)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] ours = new T[values.Values.Length];
        T[] theirs = new T[values.Values.Length];
        return new()
        {
            Unit = Unit.Element(values.Values.Length),
            Ours = Bench.Ours(
                () =>
                {
                    values.Values.CopyTo(ours, 0);
                    NumberSort.Ascending<T>(ours);
                },
                () => Answer(ours)),
            Peers =
            [
                bench.Peer("np.sort", "order.sort", [values.File]),
                Bench.DotNet(
                    "Array.Sort",
                    () =>
                    {
                        values.Values.CopyTo(theirs, 0);
                        Array.Sort(theirs);
                    },
                    () => Answer(theirs)),
            ],
            Tolerance = 0,
            Target = new(target),
            Quoted = quoted,
            Note = "All sort a copy. NumPy 1.24 sorts floats by vectors where there is AVX-512, and doubles, or anything with AVX2, without; hence the quoted figures.",
        };
    }

    private static double[] Answer<T>(T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [.. values.Select(double.CreateTruncating)];
}
