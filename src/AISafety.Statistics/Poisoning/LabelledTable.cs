using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Rows with labels, those with a NaN left out: what the audits of training data work on.</summary>
internal sealed class LabelledTable
{
    private LabelledTable(double[] values, int columns, int[] places, int[] labels) =>
        (Values, Columns, Places, Labels) = (values, columns, places, labels);

    /// <summary>The complete rows, one after the other.</summary>
    public double[] Values { get; }

    public int Columns { get; }

    public int Count => Places.Length;

    /// <summary>Which row of the whole table each complete one is.</summary>
    public int[] Places { get; }

    /// <summary>The label of each complete row.</summary>
    public int[] Labels { get; }

    public ReadOnlySpan<double> Row(int row) => Values.AsSpan(row * Columns, Columns);

    /// <summary>The complete rows of each label, labels ascending.</summary>
    public IEnumerable<(int Label, int[] Members)> Classes() =>
        Enumerable.Range(0, Count).GroupBy(row => Labels[row]).OrderBy(static group => group.Key).Select(static group => (group.Key, group.ToArray()));

    /// <exception cref="ArgumentException">A length does not fit, a value is infinite, or no row is complete.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is less than 1.</exception>
    public static LabelledTable Of<T>(ReadOnlySpan<T> rows, int columns, ReadOnlySpan<int> labels)
        where T : struct, IFloatingPointIeee754<T>
    {
        double[] values = CompleteRows.Of(rows, columns, nameof(rows), out int missing);
        int count = rows.Length / columns;
        if (labels.Length != count)
        {
            throw new ArgumentException($"There are {labels.Length} labels; expected {count}, one for each row.", nameof(labels));
        }

        if (missing == count)
        {
            throw new ArgumentException("There is no complete row; expected at least one.", nameof(rows));
        }

        int[] places = new int[count - missing];
        int[] kept = new int[count - missing];
        int at = 0;
        for (int row = 0; row < count; row++)
        {
            if (!TensorPrimitives.IsNaNAny(rows.Slice(row * columns, columns)))
            {
                places[at] = row;
                kept[at++] = labels[row];
            }
        }

        return new(values, columns, places, kept);
    }
}
