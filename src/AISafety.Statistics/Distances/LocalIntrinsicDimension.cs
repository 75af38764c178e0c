namespace AISafety.Statistics;

/// <summary>How many dimensions the data have around a point, from the distances of its nearest neighbours: by maximum likelihood.</summary>
/// <remarks>
/// <para>With distances r ascending to r[k], ID = -1 / mean(ln(r[i] / r[k])). The values around an adversarial or out-of-distribution input tend to fill
/// more dimensions than those around an ordinary one. Neighbours at distance 0 are copies of the point and are passed over. 20 neighbours
/// or more are advised; the estimate's relative standard error is about 1 / sqrt(k).</para>
/// <para>Source: Amsaleg et al., Estimating local intrinsic dimensionality, KDD 2015, section 4.1.</para>
/// </remarks>
public static class LocalIntrinsicDimension
{
    /// <summary>The dimension around a point.</summary>
    /// <param name="distances">The distances of its nearest neighbours, as <see cref="NearestNeighbors.Find{T}"/> gives them, in any order.</param>
    /// <returns>More than 0; +infinity if all positive distances are equal; NaN if none is positive.</returns>
    /// <exception cref="ArgumentException">A distance is negative, infinite or NaN.</exception>
    public static double Of(ReadOnlySpan<double> distances)
    {
        double greatest = 0;
        for (int i = 0; i < distances.Length; i++)
        {
            if (!double.IsFinite(distances[i]) || distances[i] < 0)
            {
                throw new ArgumentException($"The distance at place {i} is negative or not finite; expected distances of 0 or more.", nameof(distances));
            }

            greatest = Math.Max(greatest, distances[i]);
        }

        double sum = 0;
        int count = 0;
        foreach (double distance in distances)
        {
            if (distance > 0)
            {
                sum += Math.Log(distance / greatest);
                count++;
            }
        }

        return count == 0 ? double.NaN : sum == 0 ? double.PositiveInfinity : -count / sum;
    }
}
