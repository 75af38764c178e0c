namespace AISafety.Statistics;

/// <summary>What the least-squares density difference found.</summary>
/// <param name="SquaredDistance">The estimate of the integral of (p - q)^2, p and q the samples' densities; 0 or more. Its unit is that of the values to the power of minus the dimension: of rows of some two hundred values or more it may be too small or too
/// large for a double, and comes out as 0 or +infinity; the p-value does not suffer.</param>
/// <param name="PValue">(1 + permutations with an estimate as large) / (1 + permutations); NaN without permutations.</param>
/// <param name="Permutations">How many permutations the p-value rests on.</param>
public readonly record struct DensityDifferenceResult(double SquaredDistance, double PValue, int Permutations);
