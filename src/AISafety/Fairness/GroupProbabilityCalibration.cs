using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>A calibration curve for each group; see <see cref="GroupCalibrationExtensions"/>.</summary>
/// <typeparam name="TGroup">What a group is.</typeparam>
/// <remarks>Immutable.</remarks>
public sealed class GroupProbabilityCalibration<TGroup>
    where TGroup : notnull
{
    private readonly KnownGroups<TGroup> _known;

    /// <summary>Takes curves that were fitted before.</summary>
    /// <param name="groups">The groups, in the order of the codes.</param>
    /// <param name="calibration">Their curves; as many.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is no group, one is null or listed twice, or there are not as many curves.</exception>
    public GroupProbabilityCalibration(IEnumerable<TGroup> groups, GroupCalibration calibration)
        : this(new KnownGroups<TGroup>(groups), calibration)
    {
    }

    private GroupProbabilityCalibration(KnownGroups<TGroup> known, GroupCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        if (known.Groups.Count != calibration.GroupCount)
        {
            throw new ArgumentException($"There are {known.Groups.Count} groups and {calibration.GroupCount} curves; expected as many of each.", nameof(calibration));
        }

        (_known, Calibration) = (known, calibration);
    }

    /// <summary>The groups, in the order of the codes.</summary>
    public IReadOnlyList<TGroup> Groups => _known.Groups;

    /// <summary>The groups that have the curve of all rows, because they were too small.</summary>
    public IReadOnlyList<TGroup> PooledGroups => [.. Groups.Where((_, code) => Calibration.IsPooled(code))];

    /// <summary>The curves.</summary>
    public GroupCalibration Calibration { get; }

    /// <summary>Fits the curves.</summary>
    /// <param name="rows">The probability stated, 0 to 1, what came true, and the group, for rows like those to come that the model was not trained on. A probability of NaN is passed over.</param>
    /// <param name="curve">The family. Default: beta.</param>
    /// <param name="minimumOfEachLabel">A group with fewer rows than that of either outcome has the curve of all rows; 1 or more; 50 by default.</param>
    /// <exception cref="ArgumentNullException"><paramref name="rows"/> is null.</exception>
    /// <exception cref="ArgumentException">A row cannot be used, or only one outcome occurs.</exception>
    public static GroupProbabilityCalibration<TGroup> Fit(
        IEnumerable<(double Probability, bool Outcome, TGroup Group)> rows, GroupCurve curve = GroupCurve.Beta, int minimumOfEachLabel = 50)
    {
        KnownGroups<TGroup> known = KnownGroups<TGroup>.Split(rows, out double[] scores, out byte[] outcomes, out int[] codes);
        return new(known, GroupCalibration.Fit(scores, outcomes, codes, known.Groups.Count, curve, minimumOfEachLabel));
    }

    /// <summary>The calibrated probability; NaN for NaN.</summary>
    /// <param name="probability">As the model states it; what lies outside 0 to 1 counts as its nearest end.</param>
    /// <param name="group">The group; one that is null or not known has the curve of all rows.</param>
    public double Apply(double probability, TGroup? group) => Calibration.Apply(probability, CodeOf(group));

    internal int CodeOf(TGroup? group) => _known.CodeOf(group);
}
