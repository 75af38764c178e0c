namespace AISafety.Statistics;

/// <summary>What a <see cref="DensityDifference"/> is computed with.</summary>
internal readonly record struct DensitySettings(double Bandwidth, int Centers, double Regularization, int Permutations, int CurrentCount, int Seed)
{
    private const int MostPermutations = 100_000;

    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static DensitySettings Checked(double bandwidth, int centers, double regularization, int permutations, int currentCount, int seed)
    {
        RequirePositive(bandwidth, nameof(bandwidth));
        RequirePositive(regularization, nameof(regularization));
        ArgumentOutOfRangeException.ThrowIfLessThan(centers, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(permutations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permutations, MostPermutations);
        ArgumentOutOfRangeException.ThrowIfNegative(currentCount);
        return currentCount > 0 || permutations == 0
            ? new(bandwidth, centers, regularization, permutations, currentCount, seed)
            : throw new ArgumentOutOfRangeException(nameof(currentCount), currentCount, "Expected at least one row, for permutations deal all rows; or no permutations.");
    }

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, "Expected a finite number of more than 0.");
        }
    }
}
