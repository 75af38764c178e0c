namespace AISafety.Statistics;

/// <summary>The selection rate of each group divided by that of a group of reference.</summary>
/// <remarks>
/// <para>The intervals hold together: each is at 1 - a / (number of groups compared), squares and adds Clopper and Pearson's limits (see <see cref="FairnessGap"/>), and ends at infinity where the reference's rate may be 0.</para>
/// <para>Immutable.</para>
/// </remarks>
public sealed class DisparateImpact
{
    /// <summary>0.8, the four-fifths rule. Never applied by itself.</summary>
    /// <remarks>The US Uniform Guidelines on Employee Selection Procedures (29 CFR 1607.4 D, 1978) take a selection rate below four fifths of the highest group's as evidence of adverse impact in general. It is a rule of thumb of
    /// one country for one field: no definition of discrimination, it does not regard chance, and the same text says that smaller differences may matter and greater ones may not.</remarks>
    public const double FourFifths = 0.8;

    private DisparateImpact(int reference, FairnessValue[] ratios, FairnessValue least) => (Reference, Ratios, Least) = (reference, ratios, least);

    /// <summary>The code of the group of reference.</summary>
    public int Reference { get; }

    /// <summary>For each group, in the order of the codes, its selection rate divided by the reference's, from 0 to infinity; the reference's own is 1. Groups that are small or empty have their reason.</summary>
    public IReadOnlyList<FairnessValue> Ratios { get; }

    /// <summary>The least of the ratios of the groups other than the reference.</summary>
    public FairnessValue Least { get; }

    /// <summary>Computes the ratios.</summary>
    /// <param name="counts">The counts of each group.</param>
    /// <param name="reference">The code of the group of reference.</param>
    /// <param name="options">The defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group, or an option is out of range.</exception>
    public static DisparateImpact Compute(GroupCounts counts, int reference, FairnessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(counts);
        options = FairnessOptions.Checked(options);
        if (reference < 0 || reference >= counts.GroupCount)
        {
            throw new ArgumentOutOfRangeException(nameof(reference), reference, $"Expected a group from 0 to {counts.GroupCount - 1}.");
        }

        FairnessValue[] ratios = new FairnessValue[counts.GroupCount];
        int[] compared = [.. Enumerable.Range(0, ratios.Length).Where(group => group != reference && counts[group].Count >= options.MinimumGroupSize)];
        double confidence = 1 - (1 - options.Confidence) / Math.Max(1, compared.Length);
        ConfusionCounts own = counts[reference];
        FairnessValue denominator = RateParts.Of(GroupRate.SelectionRate, own).Estimate(confidence, exact: true);
        ValueStatus fault = !denominator.IsDefined ? denominator.Status
            : own.Count < options.MinimumGroupSize ? ValueStatus.SmallGroup
            : denominator.Value == 0 ? ValueStatus.ZeroDenominator : ValueStatus.Defined;
        FairnessValue least = FairnessValue.Undefined(fault == ValueStatus.Defined ? ValueStatus.FewerThanTwoGroups : fault, own.Count);
        for (int group = 0; group < ratios.Length; group++)
        {
            ratios[group] = fault != ValueStatus.Defined ? FairnessValue.Undefined(fault, counts[group].Count)
                : counts[group].Count == 0 ? FairnessValue.Undefined(ValueStatus.NoRows)
                : group == reference ? FairnessValue.Of(1, new(1, 1), own.Count)
                : counts[group].Count < options.MinimumGroupSize ? FairnessValue.Undefined(ValueStatus.SmallGroup, counts[group].Count)
                : Ratio(RateParts.Of(GroupRate.SelectionRate, counts[group]).Estimate(confidence, exact: true), denominator);
            if (group != reference && ratios[group].IsDefined)
            {
                least = least.IsDefined ? Lesser(least, ratios[group]) : ratios[group];
            }
        }

        return new(reference, ratios, least);
    }

    private static FairnessValue Ratio(FairnessValue rate, FairnessValue reference) =>
        FairnessValue.Of(rate.Value / reference.Value, SquareAndAdd.Ratio(rate.Value, rate.Interval, reference.Value, reference.Interval), rate.Count + reference.Count);

    // The least true ratio is below every upper end, and not below the least lower end.
    private static FairnessValue Lesser(FairnessValue a, FairnessValue b) =>
        FairnessValue.Of(Math.Min(a.Value, b.Value), new(Math.Min(a.Interval.Lower, b.Interval.Lower), Math.Min(a.Interval.Upper, b.Interval.Upper)), a.Value <= b.Value ? a.Count : b.Count);
}
