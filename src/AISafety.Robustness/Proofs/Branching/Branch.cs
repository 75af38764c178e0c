using AISafety.Robustness.Bounds;

namespace AISafety.Robustness.Proofs;

/// <summary>A part of the inputs: where some ReLUs' arguments have the signs stated.</summary>
/// <param name="Known">Bounds that hold there.</param>
/// <param name="Slopes">For each ReLU node the lower lines' slopes to begin with.</param>
/// <param name="Multipliers">For each ReLU node the multipliers of the conditions; 0 where there is none.</param>
/// <param name="Signs">For each ReLU node which argument has which sign.</param>
/// <param name="Bound">What its parent reached.</param>
/// <param name="Changed">The value that the last condition is about; -1 for none.</param>
internal sealed record Branch(KnownBounds? Known, double[][] Slopes, double[][] Multipliers, IReadOnlyList<(int At, bool IsPositive)>[] Signs, double Bound, int Changed)
{
    /// <summary>All inputs: no conditions.</summary>
    public static Branch Whole(KnownBounds? known, double[][] slopes) => new(
        known, [.. slopes.Select(static one => (double[])one.Clone())], [.. slopes.Select(static one => new double[one.Length])],
        [.. slopes.Select(static _ => (IReadOnlyList<(int, bool)>)[])], double.NegativeInfinity, -1);

    public IReadOnlyList<(int At, bool IsPositive)> Conditions(int relu) => Signs[relu];

    public Branch With(KnownBounds known, int relu, int value, int at, bool isPositive, double bound)
    {
        IReadOnlyList<(int, bool)>[] signs = [.. Signs];
        signs[relu] = [.. signs[relu], (at, isPositive)];
        return new(
            known.With(value, at, isPositive), [.. Slopes.Select(static one => (double[])one.Clone())], [.. Multipliers.Select(static one => (double[])one.Clone())], signs, bound, value);
    }
}
