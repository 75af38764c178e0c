namespace AISafety.Robustness;

/// <summary>A box of inputs: each value between two numbers. Immutable.</summary>
public sealed class InputBox
{
    private readonly double[] _lower;
    private readonly double[] _upper;

    /// <summary>Creates a box.</summary>
    /// <param name="lower">The least value of each input; copied.</param>
    /// <param name="upper">The greatest value of each input; copied.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, a number is not finite, or a least value is more than its greatest.</exception>
    public InputBox(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        if (lower.Length != upper.Length || lower.IsEmpty)
        {
            throw new ArgumentException($"There are {lower.Length} least values and {upper.Length} greatest; expected as many, 1 or more.", nameof(upper));
        }

        for (int i = 0; i < lower.Length; i++)
        {
            if (!double.IsFinite(lower[i]) || !double.IsFinite(upper[i]) || lower[i] > upper[i])
            {
                throw new ArgumentException(FormattableString.Invariant($"Input {i} is from {lower[i]} to {upper[i]}; expected finite numbers, the first no more than the second."), nameof(lower));
            }
        }

        (_lower, _upper) = (lower.ToArray(), upper.ToArray());
    }

    /// <summary>How many inputs there are.</summary>
    public int Length => _lower.Length;

    /// <summary>The least value of each input.</summary>
    public ReadOnlySpan<double> Lower => _lower;

    /// <summary>The greatest value of each input.</summary>
    public ReadOnlySpan<double> Upper => _upper;

    /// <summary>All inputs whose values differ by at most epsilon from a row's, within a range.</summary>
    /// <param name="row">The middle; finite.</param>
    /// <param name="epsilon">The L-infinity distance: 0 or more, in the inputs' unit.</param>
    /// <param name="minimum">The least value that an input can have; default 0.</param>
    /// <param name="maximum">The greatest; default 1.</param>
    /// <exception cref="ArgumentException">A value is not finite or out of the range, or epsilon is negative.</exception>
    public static InputBox Around(ReadOnlySpan<float> row, double epsilon, double minimum = 0, double maximum = 1)
    {
        if (!(epsilon >= 0) || !double.IsFinite(epsilon))
        {
            throw new ArgumentException(FormattableString.Invariant($"{nameof(epsilon)} is {epsilon}; expected 0 or more."), nameof(epsilon));
        }

        double[] lower = new double[row.Length];
        double[] upper = new double[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            if (!(row[i] >= minimum && row[i] <= maximum))
            {
                throw new ArgumentException(FormattableString.Invariant($"Value {i} is {row[i]}; expected {minimum} to {maximum}."), nameof(row));
            }

            lower[i] = Math.Max(minimum, Math.BitDecrement(row[i] - epsilon));
            upper[i] = Math.Min(maximum, Math.BitIncrement(row[i] + epsilon));
        }

        return new(lower, upper);
    }
}
