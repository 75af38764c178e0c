namespace AISafety.Anomaly;

/// <summary>What makes a row strange: how it is scored against the reference. The alarm rate is calibrated in the same way for each.</summary>
/// <remarks>Immutable; compared by value. All judge numbers and elements of vectors; categories are passed over. To all an infinite value is infinitely strange, and so is any other value of
/// a feature that never varied in the rows that fit.</remarks>
public abstract record AnomalyDetector
{
    private protected AnomalyDetector()
    {
    }

    /// <summary>Each feature by itself: the greatest distance from a median, by robust scales. The fastest, and indifferent to outliers in the reference; blind to values that are usual each, but not
    /// together. Missing values are passed over.</summary>
    public static AnomalyDetector RobustZ { get; } = new RobustZDetector();

    /// <summary>All features together: the Mahalanobis distance by a covariance that Ledoit and Wolf's shrinkage makes invertible, the columns being measured in their standard deviations. Sees broken correlations; assumes one
    /// cloud, roughly elliptic.</summary>
    /// <remarks>Fits by the rows without a missing value, at least two; a row with missing values is judged by the distribution of those that are there, its distance brought to that of a whole row.</remarks>
    public static AnomalyDetector Mahalanobis { get; } = new MahalanobisDetector();

    /// <summary>How few random cuts tell a row apart. Assumes no shape; looks along one feature at a time within regions. A value beyond all that were seen counts as the most extreme of these, so that one alone among
    /// many features may pass: add ranges to the schema.</summary>
    /// <remarks>A missing value is taken for the feature's median among the rows that fit, in fitting, calibrating and judging alike.</remarks>
    /// <param name="trees">How many trees: 1 to 10,000; default 100. More make scores steadier, and the guard slower in proportion.</param>
    /// <param name="sampleSize">How many rows each tree is grown from, without replacement: 2 to 65,536; default 256. All that fit, if there are fewer.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static AnomalyDetector IsolationForest(int trees = 100, int sampleSize = 256)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trees, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(trees, 10_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleSize, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleSize, 65_536);
        return new IsolationForestDetector(trees, sampleSize);
    }

    /// <summary>The mean distance of the nearest of the reference's rows, each feature in its robust scale. Assumes no shape, and knows the space between clusters; the slowest.</summary>
    /// <remarks>Keeps rows without a missing value; a row with missing values is compared by those that are there. Source: Angiulli and Pizzuti, Fast outlier detection in high dimensional spaces, PKDD 2002.</remarks>
    /// <param name="k">How many neighbours: 1 to 1,000; default 10.</param>
    /// <param name="sampleSize">At most how many reference rows are kept, drawn by seed: k to 1,000,000; default 2,000. A call looks at all of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static AnomalyDetector NearestNeighbors(int k = 10, int sampleSize = 2_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, 1_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleSize, k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleSize, 1_000_000);
        return new NearestNeighborsDetector(k, sampleSize);
    }

    /// <summary>Learns from the rows that fit.</summary>
    /// <exception cref="SafetyBuildException">They do not suffice.</exception>
    internal abstract AnomalyScorer Learn(FittingRows fitting, double alarmRate, int seed);
}
