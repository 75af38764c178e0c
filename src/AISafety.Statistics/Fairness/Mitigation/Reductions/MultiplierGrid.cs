namespace AISafety.Statistics;

/// <summary>The whole points of a ball in the sum of magnitudes, or of its part of no negative numbers: as many steps from 0 as there may be points.</summary>
internal static class MultiplierGrid
{
    /// <summary>The points, scaled so that the outermost have the sum <paramref name="limit"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not even one step can be made in each dimension.</exception>
    public static IEnumerable<double[]> Points(int dimensions, bool isTwoSided, double limit, int most)
    {
        if (Count(dimensions, 1, isTwoSided, most) > most)
        {
            throw new ArgumentOutOfRangeException(
                nameof(most),
                most,
                $"MaximumModels is {most}; expected at least {1 + (isTwoSided ? 2 : 1) * dimensions}, as there are {dimensions} multipliers. ExponentiatedGradient needs no grid.");
        }

        int steps = 1;
        while (Count(dimensions, steps + 1, isTwoSided, most) <= most)
        {
            steps++;
        }

        return From(new int[dimensions], 0, steps, isTwoSided).Select(point => Array.ConvertAll(point, whole => limit * whole / steps));
    }

    // Stops counting above the most.
    private static long Count(int dimensions, int steps, bool isTwoSided, int most)
    {
        // By how many steps are left, from no dimension up.
        long[] counts = [.. Enumerable.Repeat(1L, steps + 1)];
        for (int dimension = 0; dimension < dimensions; dimension++)
        {
            long[] next = new long[steps + 1];
            for (int left = 0; left <= steps; left++)
            {
                for (int used = 0; used <= left; used++)
                {
                    next[left] = Math.Min(most + 1L, next[left] + counts[left - used] * (used > 0 && isTwoSided ? 2 : 1));
                }
            }

            counts = next;
        }

        return counts[steps];
    }

    private static IEnumerable<int[]> From(int[] point, int dimension, int left, bool isTwoSided)
    {
        if (dimension == point.Length)
        {
            yield return [.. point];
            yield break;
        }

        for (int value = isTwoSided ? -left : 0; value <= left; value++)
        {
            point[dimension] = value;
            foreach (int[] whole in From(point, dimension + 1, left - Math.Abs(value), isTwoSided))
            {
                yield return whole;
            }
        }
    }
}
