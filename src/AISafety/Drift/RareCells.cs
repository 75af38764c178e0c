namespace AISafety.Drift;

/// <summary>Takes cells together in which either sample expects fewer than five values, the rarest first: chosen by the sum of both samples, which says nothing of their difference.</summary>
internal static class RareCells
{
    private const double LeastExpected = 5;

    /// <summary>The counts of both samples by the cells that are left.</summary>
    /// <param name="reference">The reference's counts.</param>
    /// <param name="current">The window's, of the same cells.</param>
    public static (long[] Reference, long[] Current) Together(long[] reference, long[] current)
    {
        long total = reference.Sum();
        long n = current.Sum();
        double least = LeastExpected * (total + n) / Math.Min(total, n);
        int[] order = [.. Enumerable.Range(0, current.Length).Where(i => reference[i] + current[i] > 0)];
        Array.Sort(order, (a, b) => (reference[b] + current[b]).CompareTo(reference[a] + current[a]) is var by && by != 0 ? by : a.CompareTo(b));
        List<(long Reference, long Current)> cells = [];
        foreach (int cell in order)
        {
            if (cells.Count > 0 && IsRare(cells[^1], least))
            {
                cells[^1] = Sum(cells[^1], (reference[cell], current[cell]));
            }
            else
            {
                cells.Add((reference[cell], current[cell]));
            }
        }

        if (cells.Count > 1 && IsRare(cells[^1], least))
        {
            cells[^2] = Sum(cells[^2], cells[^1]);
            cells.RemoveAt(cells.Count - 1);
        }

        return ([.. cells.Select(static cell => cell.Reference)], [.. cells.Select(static cell => cell.Current)]);
    }

    private static bool IsRare((long Reference, long Current) cell, double least) => cell.Reference + cell.Current < least;

    private static (long Reference, long Current) Sum((long Reference, long Current) a, (long Reference, long Current) b) => (a.Reference + b.Reference, a.Current + b.Current);
}
