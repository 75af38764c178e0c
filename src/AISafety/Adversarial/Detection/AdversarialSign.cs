namespace AISafety.Adversarial;

/// <summary>One sign that an input was tuned against a model: a number that is greater, the more an input looks so.</summary>
/// <remarks>Immutable. What each costs is told as rows that the model answers besides the input itself, all in one batch.</remarks>
public abstract class AdversarialSign
{
    private protected AdversarialSign(string name) => Name = name;

    /// <summary>A short name, for evidence.</summary>
    public string Name { get; }

    /// <summary>How many changed rows the model is asked.</summary>
    internal virtual int Versions => 0;

    /// <summary>How many nearest reference rows are looked at.</summary>
    internal virtual int Neighbors => 0;

    /// <summary>Feature squeezing: how far the answer moves when the input is squeezed, ||p(x) - p(squeezed x)|| in the L1 norm, 0 to 2 for probabilities; the greatest over the squeezers. Costs one row a squeezer.</summary>
    /// <remarks>Source: Xu, Evans and Qi, Feature squeezing: detecting adversarial examples in deep neural networks, NDSS 2018.</remarks>
    /// <param name="squeezers">At least one; fixed ones, not random.</param>
    /// <exception cref="ArgumentException">There is none, or one is null or random.</exception>
    public static AdversarialSign Squeezing(params ReadOnlySpan<InputTransform> squeezers) => new SqueezingSign(squeezers.ToArray());

    /// <summary>Answers nearby: which share of slightly noisy copies gets another answer. Costs one row a copy.</summary>
    /// <param name="deviation">The standard deviation of the normal noise on each number, in its unit; more than 0.</param>
    /// <param name="draws">How many copies: 1 to 10,000; default 16.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static AdversarialSign NoiseDisagreement(double deviation, int draws = 16)
    {
        if (!(deviation > 0 && double.IsFinite(deviation)))
        {
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "Expected more than 0, and finite.");
        }

        RequireWithin(draws, 1, 10_000, nameof(draws));
        return new NoiseSign(deviation, draws);
    }

    /// <summary>Distance to the reference: the mean distance of the nearest rows. Costs no model call.</summary>
    /// <param name="k">How many rows: 1 to 1,000; default 5.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is out of range.</exception>
    public static AdversarialSign NeighborDistance(int k = 5)
    {
        RequireWithin(k, 1, 1_000, nameof(k));
        return new NeighborDistanceSign(k);
    }

    /// <summary>Labels nearby: which share of the nearest reference rows has another label than the model's answer. Costs no model call but for the input itself.</summary>
    /// <remarks>In the spirit of Papernot and McDaniel, Deep k-nearest neighbors, 2018.</remarks>
    /// <param name="k">How many rows: 1 to 1,000; default 10.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is out of range.</exception>
    public static AdversarialSign NeighborLabels(int k = 10)
    {
        RequireWithin(k, 1, 1_000, nameof(k));
        return new NeighborLabelsSign(k);
    }

    /// <summary>The mean distance of the nearest reference rows of the answer's class, divided by that of the nearest other class. Costs no model call but for the input itself.</summary>
    /// <remarks>The inverse of a ratio that Jiang, Kim, Guan and Gupta, To trust or not to trust a classifier, NeurIPS 2018, propose, without their filtering of the reference.</remarks>
    /// <param name="k">How many rows of each class, or all if it has fewer: 1 to 1,000; default 3.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is out of range.</exception>
    public static AdversarialSign ClassRatio(int k = 3)
    {
        RequireWithin(k, 1, 1_000, nameof(k));
        return new ClassRatioSign(k);
    }

    /// <summary>How many dimensions the reference has around the input; see <see cref="Statistics.LocalIntrinsicDimension"/>. Costs no model call.</summary>
    /// <remarks>Source: Ma et al., Characterizing adversarial subspaces using local intrinsic dimensionality, ICLR 2018.</remarks>
    /// <param name="k">How many rows: 3 to 1,000; default 20.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is out of range.</exception>
    public static AdversarialSign IntrinsicDimension(int k = 20)
    {
        RequireWithin(k, 3, 1_000, nameof(k));
        return new IntrinsicDimensionSign(k);
    }

    /// <summary>Distance to the answer's class: the Mahalanobis distance from the mean of the reference rows with that label, by the covariance that all classes share, shrunk as Ledoit and Wolf do. Costs no model call but for the input itself. For rows, or an embedding, of at most 4,096 numbers.</summary>
    /// <remarks>Source: Lee et al., A simple unified framework for detecting out-of-distribution samples and adversarial attacks, NeurIPS 2018, who take the nearest class.</remarks>
    public static AdversarialSign ClassDistance { get; } = new ClassDistanceSign();

    /// <summary>Writes the changed rows; each is as long as the row.</summary>
    internal virtual void Write(ReadOnlySpan<float> row, ReadOnlySpan<float[]> versions, ulong draw)
    {
    }

    /// <summary>Learns from the reference.</summary>
    /// <exception cref="ArgumentException">It does not suffice.</exception>
    internal abstract SignScorer Fit(SignReference reference);

    private static void RequireWithin(int value, int min, int max, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, min, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, max, name);
    }
}
