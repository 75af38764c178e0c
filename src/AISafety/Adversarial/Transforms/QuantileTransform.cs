using System.Globalization;

namespace AISafety.Adversarial;

/// <summary>Each number becomes the middle of its bin; see <see cref="InputTransform.Quantile"/>.</summary>
internal sealed class QuantileTransform : InputTransform
{
    // Of each feature: the greatest value of every bin but the last, and every bin's median.
    private readonly float[][] _ends;
    private readonly float[][] _middles;

    private QuantileTransform(int bins, float[][] ends, float[][] middles)
        : base(string.Create(CultureInfo.InvariantCulture, $"{bins} quantiles")) => (_ends, _middles) = (ends, middles);

    public override int? Width => _ends.Length;

    public static QuantileTransform Fit(int bins, ReadOnlyMemory<float>[] rows)
    {
        if (rows.Length < bins)
        {
            throw new ArgumentException($"There are {rows.Length} reference rows; expected at least {bins}, one for each bin.", nameof(rows));
        }

        int width = rows[0].Length;
        float[][] ends = new float[width][];
        float[][] middles = new float[width][];
        float[] values = new float[rows.Length];
        for (int feature = 0; feature < width; feature++)
        {
            for (int row = 0; row < rows.Length; row++)
            {
                values[row] = rows[row].Length == width && float.IsFinite(rows[row].Span[feature])
                    ? rows[row].Span[feature]
                    : throw new ArgumentException($"Reference row {row + 1} (counted from 1) has another length than the first, or a number that is not finite.", nameof(rows));
            }

            Array.Sort(values);
            (ends[feature], middles[feature]) = Bins(values, bins);
        }

        return new(bins, ends, middles);
    }

    public override void Apply(ReadOnlySpan<float> row, Span<float> changed, ulong draw)
    {
        for (int i = 0; i < row.Length; i++)
        {
            if (float.IsNaN(row[i]))
            {
                changed[i] = float.NaN;
                continue;
            }

            int place = Array.BinarySearch(_ends[i], row[i]);
            changed[i] = _middles[i][place < 0 ? ~place : place];
        }
    }

    // Equal values belong to one bin.
    private static (float[] Ends, float[] Middles) Bins(float[] ascending, int bins)
    {
        List<float> ends = [];
        List<float> middles = [];
        int start = 0;
        for (int bin = 1; bin <= bins; bin++)
        {
            int end = bin == bins ? ascending.Length : (int)((long)ascending.Length * bin / bins);
            while (end < ascending.Length && end > 0 && ascending[end] == ascending[end - 1])
            {
                end++;
            }

            if (end > start)
            {
                ends.Add(ascending[end - 1]);
                middles.Add(ascending[start + (end - start) / 2]);
                start = end;
            }
        }

        ends.RemoveAt(ends.Count - 1);
        return ([.. ends], [.. middles]);
    }
}
