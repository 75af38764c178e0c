namespace AISafety.Robustness;

/// <summary>Inputs of a box whose output lies in any of some regions. Immutable.</summary>
public sealed class ForbiddenCase
{
    /// <summary>Creates a case.</summary>
    /// <param name="box">The inputs.</param>
    /// <param name="regions">Regions of outputs, 1 or more: each where all of its constraints hold, 1 or more, over as many outputs.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is no region, a region has no constraint, or constraints differ in the number of outputs.</exception>
    public ForbiddenCase(InputBox box, IReadOnlyList<IReadOnlyList<LinearConstraint>> regions)
    {
        ArgumentNullException.ThrowIfNull(box);
        ArgumentNullException.ThrowIfNull(regions);
        Box = box;
        Regions = [.. regions.Select(static region => (IReadOnlyList<LinearConstraint>)[.. region])];
        if (Regions.Count == 0 || Regions.Any(static region => region.Count == 0)
            || Regions.SelectMany(static region => region).DistinctBy(static constraint => constraint.Coefficients.Length).Count() > 1)
        {
            throw new ArgumentException("There is no region, a region has no constraint, or constraints differ in the number of outputs.", nameof(regions));
        }
    }

    /// <summary>The inputs.</summary>
    public InputBox Box { get; }

    /// <summary>Regions of outputs: each where all of its constraints hold.</summary>
    public IReadOnlyList<IReadOnlyList<LinearConstraint>> Regions { get; }

    /// <summary>How many outputs the constraints have.</summary>
    public int OutputLength => Regions[0][0].Coefficients.Length;
}
