namespace AISafety.Robustness.Bounds;

/// <summary>Bounds of some values that are known to hold: from a box around this one, or from the branch that is being looked at.</summary>
internal sealed class KnownBounds
{
    private readonly double[]?[] _lower;
    private readonly double[]?[] _upper;

    private KnownBounds(double[]?[] lower, double[]?[] upper) => (_lower, _upper) = (lower, upper);

    /// <summary>A copy of what was propagated.</summary>
    public static KnownBounds Of(BoundPropagation bounds)
    {
        int count = bounds.Graph.Lengths.Length;
        KnownBounds known = new(new double[count][], new double[count][]);
        foreach (int value in bounds.KeptValues)
        {
            known._lower[value] = bounds.Lower(value).ToArray();
            known._upper[value] = bounds.Upper(value).ToArray();
        }

        return known;
    }

    /// <summary>The same with one number's sign settled.</summary>
    public KnownBounds With(int value, int at, bool isPositive)
    {
        KnownBounds changed = new([.. _lower], [.. _upper]);
        double[] bound = isPositive ? _lower[value]!.ToArray() : _upper[value]!.ToArray();
        bound[at] = 0;
        (isPositive ? changed._lower : changed._upper)[value] = bound;
        return changed;
    }

    /// <summary>Takes the tighter bound of each; false if they contradict each other.</summary>
    public bool Tighten(int value, double[] lower, double[] upper)
    {
        if (_lower[value] is not { } knownLower || _upper[value] is not { } knownUpper)
        {
            return true;
        }

        bool isPossible = true;
        for (int i = 0; i < lower.Length; i++)
        {
            lower[i] = Math.Max(lower[i], knownLower[i]);
            upper[i] = Math.Min(upper[i], knownUpper[i]);
            isPossible &= !(lower[i] > upper[i]);
        }

        return isPossible;
    }
}
