namespace AISafety.Statistics;

/// <summary>Keeps the long-run rate of misses at a target though the data drift, by moving the level after each outcome.</summary>
/// <remarks>
/// <para>level(t + 1) = level(t) + gamma (alpha - miss(t)), miss 1 or 0. Without any assumption on the data, over T steps the rate of misses differs
/// from alpha by at most (max(level(1), 1 - level(1)) + gamma) / (gamma T), provided that a level of 0 or less gives the whole space and one of 1 or more the
/// empty set, which is up to the caller: see <see cref="Level"/>.</para>
/// <para>Source: Gibbs and Candes, Adaptive conformal inference under distribution shift, NeurIPS 2021. Not thread-safe.</para>
/// </remarks>
public sealed class AdaptiveConformalInference
{
    /// <summary>Starts at the level alpha.</summary>
    /// <param name="alpha">The rate of misses aimed at: more than 0, less than 1.</param>
    /// <param name="gamma">How fast the level moves; more than 0 and finite. The paper's simulations take 0.005.</param>
    /// <param name="level">The level to go on from, of a state stored before; <paramref name="alpha"/> if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range or NaN.</exception>
    public AdaptiveConformalInference(double alpha, double gamma = 0.005, double? level = null)
    {
        ConformalRank.RequireRate(alpha);
        if (!(gamma > 0 && double.IsFinite(gamma)))
        {
            throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "Expected a finite number of more than 0.");
        }

        if (level is double given && !double.IsFinite(given))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "Expected a finite number.");
        }

        Alpha = alpha;
        Gamma = gamma;
        Level = level ?? alpha;
    }

    /// <summary>The rate of misses aimed at.</summary>
    public double Alpha { get; }

    /// <summary>How fast the level moves.</summary>
    public double Gamma { get; }

    /// <summary>The level for the next row: make its set as for this rate of misses. 0 or less: the whole space; 1 or more: the empty set.</summary>
    public double Level { get; private set; }

    /// <summary>Learns whether the set held the truth.</summary>
    /// <param name="covered">Whether it did.</param>
    public void Update(bool covered) => Level += Gamma * (Alpha - (covered ? 0 : 1));
}
