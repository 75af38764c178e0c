using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>Decision thresholds by group, fitted to rows so that groups fare alike; see <see cref="GroupThresholdExtensions"/>.</summary>
/// <typeparam name="TGroup">What a group is.</typeparam>
/// <remarks>Immutable. <see cref="ToJson"/> stores them.</remarks>
public sealed partial class FairThresholds<TGroup>
    where TGroup : notnull
{
    private readonly KnownGroups<TGroup> _known;

    /// <summary>Takes thresholds that were fitted before.</summary>
    /// <param name="groups">The groups, in the order of the codes.</param>
    /// <param name="thresholds">Their rules; as many.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is no group, one is null or listed twice, or there are not as many rules.</exception>
    public FairThresholds(IEnumerable<TGroup> groups, GroupThresholds thresholds)
        : this(new KnownGroups<TGroup>(groups), thresholds, [])
    {
    }

    private FairThresholds(KnownGroups<TGroup> known, GroupThresholds thresholds, IReadOnlyList<DecisionRates> rates)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        if (known.Groups.Count != thresholds.Groups.Count)
        {
            throw new ArgumentException($"There are {known.Groups.Count} groups and {thresholds.Groups.Count} rules; expected as many of each.", nameof(thresholds));
        }

        (_known, Thresholds, Rates) = (known, thresholds, rates);
    }

    /// <summary>The groups, in the order of the codes.</summary>
    public IReadOnlyList<TGroup> Groups => _known.Groups;

    /// <summary>The rule of each group, and of all others.</summary>
    public GroupThresholds Thresholds { get; }

    /// <summary>What the rules did to the rows that they were fitted to, by group; empty for thresholds that were fitted before.</summary>
    public IReadOnlyList<DecisionRates> Rates { get; }

    /// <summary>The best thresholds under a constraint: <see cref="ThresholdOptimizer"/>.</summary>
    /// <param name="rows">Score, what came true, and group, for rows like those to come that the model was not trained on. A score of NaN is passed over.</param>
    /// <param name="options">The defaults if null: demographic parity, accuracy, no tolerance.</param>
    /// <exception cref="ArgumentNullException"><paramref name="rows"/> is null.</exception>
    /// <exception cref="ArgumentException">A row or option cannot be used; see <see cref="ThresholdOptimizer.Fit"/>.</exception>
    public static FairThresholds<TGroup> Optimize(IEnumerable<(double Score, bool Outcome, TGroup Group)> rows, ThresholdOptions? options = null)
    {
        KnownGroups<TGroup> known = KnownGroups<TGroup>.Split(rows, out double[] scores, out byte[] outcomes, out int[] codes);
        ThresholdFit fit = ThresholdOptimizer.Fit(scores, outcomes, codes, known.Groups.Count, options);
        return new(known, fit.Thresholds, fit.Groups);
    }

    /// <summary>A critical region around one threshold: <see cref="RejectOption"/>.</summary>
    /// <param name="rows">Score, what came true, and group, for rows like those to come that the model was not trained on. A score of NaN is passed over.</param>
    /// <param name="deprived">The groups that are selected in the region; null (default) for those whose rate is below that of all.</param>
    /// <param name="options">The defaults if null: demographic parity within 0.02, around 0.5. <see cref="RejectOptionOptions.Deprived"/> is null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="rows"/> is null.</exception>
    /// <exception cref="ArgumentException">A row, group or option cannot be used, or no region keeps the difference; see <see cref="RejectOption.Fit"/>.</exception>
    public static FairThresholds<TGroup> RejectOption(
        IEnumerable<(double Score, bool Outcome, TGroup Group)> rows, IEnumerable<TGroup>? deprived = null, RejectOptionOptions? options = null)
    {
        KnownGroups<TGroup> known = KnownGroups<TGroup>.Split(rows, out double[] scores, out byte[] outcomes, out int[] codes);
        if (options?.Deprived is not null)
        {
            throw new ArgumentException("RejectOptionOptions.Deprived holds codes, which groups do not have here; expected the groups themselves as deprived.", nameof(options));
        }

        int[]? stated = deprived?.Select(known.CodeOf).ToArray();
        if (stated is not null && stated.Contains(KnownGroups<TGroup>.Unknown))
        {
            throw new ArgumentException($"The deprived group '{deprived!.ElementAt(Array.IndexOf(stated, KnownGroups<TGroup>.Unknown))}' has no row.", nameof(deprived));
        }

        RejectOptionFit fit = Statistics.RejectOption.Fit(scores, outcomes, codes, known.Groups.Count, (options ?? new()) with { Deprived = stated });
        return new(known, fit.Thresholds, fit.Groups);
    }

    /// <summary>The probability that a score is selected; 0 to 1.</summary>
    /// <param name="score">Any number but NaN.</param>
    /// <param name="group">The group; one that is null or not known is decided by the pooled rule.</param>
    /// <exception cref="ArgumentException"><paramref name="score"/> is NaN.</exception>
    public double Probability(double score, TGroup? group) => Thresholds.Probability(score, CodeOf(group));

    internal int CodeOf(TGroup? group) => _known.CodeOf(group);
}
