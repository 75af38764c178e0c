using System.Globalization;
using AISafety.Reporting;
using AISafety.Statistics;

namespace AISafety.Drift.Reporting;

/// <summary>A histogram of two samples for the eye.</summary>
/// <param name="Pair">Bins, then unseen and missing values where either sample has some.</param>
/// <param name="Edges">The borders of bins of equal widths, one more than these; empty where bins are values or categories.</param>
/// <param name="Bins">How many bins there are before unseen and missing values.</param>
internal sealed record ReportHistogram(HistogramPair Pair, IReadOnlyList<double> Edges, int Bins)
{
    // Few values beyond are shown in the outer bins, lest one outlier hide the rest.
    private const double Outside = 0.005;

    public static ReportHistogram OfCategories(FeatureProfile reference, FeatureProfile current, int most)
    {
        IReadOnlyList<string> categories = reference.Feature.Categories;
        ReadOnlySpan<float> first = reference.Sample;
        ReadOnlySpan<float> second = current.Sample;
        long[] ofFirst = Codes(first, categories.Count);
        long[] ofSecond = Codes(second, categories.Count);
        int[] order = [.. Enumerable.Range(0, categories.Count)];
        bool isCut = categories.Count > most;
        if (isCut)
        {
            double Share(int i) => (double)ofFirst[i] / ofFirst.Sum() + (double)ofSecond[i] / ofSecond.Sum();
            order = [.. order.OrderByDescending(Share).Take(most - 1)];
        }

        List<Bar> bars = [.. order.Select(i => new Bar(categories[i], ofFirst[i], ofSecond[i]))];
        if (isCut)
        {
            int others = categories.Count - order.Length;
            bars.Add(new(
                string.Create(CultureInfo.InvariantCulture, $"{others} others"),
                ofFirst[..categories.Count].Sum() - bars.Sum(static bar => bar.Reference),
                ofSecond[..categories.Count].Sum() - bars.Sum(static bar => bar.Current)));
        }

        int bins = bars.Count;
        bars.Add(new("unseen", ofFirst[^2], ofSecond[^2]));
        bars.Add(new("missing", ofFirst[^1], ofSecond[^1]));
        return Of(bars, [], bins, first.Length, second.Length);
    }

    public static ReportHistogram OfNumbers(ReadOnlySpan<float> reference, ReadOnlySpan<float> current, int most)
    {
        float[] first = Sorted(reference);
        float[] second = Sorted(current);
        float[]? values = Values(first, second, most);
        List<Bar> bars;
        double[] edges = [];
        if (values is not null)
        {
            bars = [.. values.Select(value => new Bar(ReportText.Number(value), Count(first, value), Count(second, value)))];
        }
        else
        {
            edges = EdgesOf(first, second, most);
            bars = Bars(first, second, edges);
        }

        int bins = bars.Count;
        bars.Add(new("missing", reference.Length - first.Length, current.Length - second.Length));
        return Of(bars, edges, bins, reference.Length, current.Length);
    }

    private static ReportHistogram Of(List<Bar> bars, double[] edges, int bins, int first, int second)
    {
        Bar[] shown = [.. bars.Where((bar, i) => i < bins || bar.Reference + bar.Current > 0)];
        HistogramPair pair = new(
            Array.ConvertAll(shown, static bar => bar.Label),
            Array.ConvertAll(shown, bar => (double)bar.Reference / first),
            Array.ConvertAll(shown, bar => (double)bar.Current / second));
        return new(pair, edges, bins);
    }

    private static List<Bar> Bars(float[] first, float[] second, double[] edges)
    {
        BinEdges<float> inner = BinEdges<float>.At([.. edges[1..^1].Select(static edge => (float)edge)]);
        long[] ofFirst = new long[inner.BinCount];
        long[] ofSecond = new long[inner.BinCount];
        inner.Count(first, ofFirst);
        inner.Count(second, ofSecond);
        bool isBelow = Math.Min(Least(first), Least(second)) < edges[0];
        bool isAbove = Math.Max(Greatest(first), Greatest(second)) > edges[^1];
        string[] texts = Array.ConvertAll(edges, edge => ReportText.Edge(edge, edges[1] - edges[0]));
        List<Bar> bars = [];
        for (int i = 0; i < inner.BinCount; i++)
        {
            string label = i == 0 && isBelow ? $"< {texts[1]}"
                : i == inner.BinCount - 1 && isAbove ? $">= {texts[i]}"
                : $"{texts[i]} to {texts[i + 1]}";
            bars.Add(new(label, ofFirst[i], ofSecond[i]));
        }

        return bars;
    }

    /// <summary>Borders at round numbers, ascending also as floats; at least three.</summary>
    private static double[] EdgesOf(float[] first, float[] second, int most)
    {
        (double low, double high) = (Math.Min(At(first, Outside), At(second, Outside)), Math.Max(At(first, 1 - Outside), At(second, 1 - Outside)));
        double step = RoundUp(Math.Max((high - low) / (most - 2), Math.Max(Math.Abs(low), Math.Abs(high)) * 1e-6));
        double start = Math.Floor(low / step);
        int bins = (int)Math.Clamp(Math.Ceiling(high / step) - start, 2, most + 2);
        return [.. Enumerable.Range(0, bins + 1).Select(i => (start + i) * step)];
    }

    private static double RoundUp(double step)
    {
        double power = step > 0 ? Math.Pow(10, Math.Floor(Math.Log10(step))) : 1;
        double lead = step / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 2.5 ? 2.5 : lead <= 5 ? 5 : 10);
    }

    // The value at a share of the finite ones; a sample without any says nothing.
    private static double At(float[] sorted, double share)
    {
        int from = Array.FindIndex(sorted, float.IsFinite);
        int to = Array.FindLastIndex(sorted, float.IsFinite);
        return from < 0 ? share < 0.5 ? double.PositiveInfinity : double.NegativeInfinity : sorted[from + (int)Math.Round(share * (to - from))];
    }

    // The different values, ascending, if they are few.
    private static float[]? Values(float[] first, float[] second, int most)
    {
        SortedSet<float> values = [];
        foreach (float value in first.Concat(second))
        {
            if (values.Add(value) && values.Count > most)
            {
                return null;
            }
        }

        return [.. values];
    }

    private static long Count(float[] values, float wanted) => values.LongCount(value => value == wanted);

    private static double Least(float[] sorted) => sorted.Length == 0 ? double.PositiveInfinity : sorted[0];

    private static double Greatest(float[] sorted) => sorted.Length == 0 ? double.NegativeInfinity : sorted[^1];

    private static float[] Sorted(ReadOnlySpan<float> values)
    {
        float[] numbers = [.. values.ToArray().Where(static value => !float.IsNaN(value))];
        Array.Sort(numbers);
        return numbers;
    }

    private static long[] Codes(ReadOnlySpan<float> codes, int known)
    {
        long[] counts = new long[known + 2];
        foreach (float code in codes)
        {
            counts[float.IsNaN(code) ? known + 1 : code >= 0 && code < known ? (int)code : known]++;
        }

        return counts;
    }

    private readonly record struct Bar(string Label, long Reference, long Current);
}
