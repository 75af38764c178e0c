using System.Globalization;
using AISafety.Fairness;

namespace AISafety;

/// <summary>Watches how far a model's decisions differ between groups of people.</summary>
public static class FairnessMonitoringExtensions
{
    /// <summary>Watches the decisions about groups, and with outcomes how right they were for each. Monitor <see cref="FairnessMonitoringOptions.Name"/>. To watch a second attribute, add it again under another name; or cross the attributes in one group.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="group">Reads the group from an input, such as sex or age band, or several of them in one; null if it is not known. Runs on the call's path; only a number is recorded, and it is neither logged nor audited.</param>
    /// <param name="groups">The groups that are compared, 2 to 254. Inputs of others are counted, and compared with none.</param>
    /// <param name="decision">Reads whether the answer is the favourable decision.</param>
    /// <param name="options">Criteria, limits, windows.</param>
    /// <param name="strata">What decisions are divided by to look for Simpson's paradox. Default: nothing.</param>
    /// <param name="readings">Where the current values are left.</param>
    /// <remarks>
    /// <para>Gaps have intervals that hold at every row of their window at once, all groups together: looking at every block is safe. Alerts: <c>fairness.gap</c> when an interval lies beyond its limit as a whole, <c>fairness.simpson</c>,
    /// <c>fairness.invalid-labels</c>, <c>fairness.selective-labels</c>, <c>fairness.unknown-groups</c>, <c>fairness.not-compared</c>.</para>
    /// <para>Criteria other than demographic parity need <see cref="SafetyBuilder{TIn, TOut}.UseOutcomes"/> with labels 0 and 1; labels should come alike from all groups. Refused calls are no decisions; an answer of a fallback is one.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument other than the last three is null.</exception>
    /// <exception cref="ArgumentException">A group or stratum is listed twice, or there are too few or too many; or fairness is watched under that name already.</exception>
    /// <exception cref="SafetyBuildException">An option is out of its range, or a limit can never be crossed; or at Build: a limit or criterion needs outcomes and there are none.</exception>
    public static SafetyBuilder<TIn, TOut> AddFairnessMonitoring<TIn, TOut, TGroup>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TIn, TGroup?> group,
        IReadOnlyList<TGroup> groups,
        Func<TOut, bool> decision,
        FairnessMonitoringOptions? options = null,
        FairnessStrata<TIn>? strata = null,
        FairnessReadings? readings = null)
        where TGroup : notnull
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(decision);
        if (groups.Count < 2)
        {
            throw new ArgumentException($"There are {groups.Count} groups; expected two or more to compare.", nameof(groups));
        }

        FairnessMonitoringOptions used = options ?? FairnessMonitoringOptions.Default;
        used.Check();
        string[] names = [.. groups.Select(static one => Convert.ToString(one, CultureInfo.InvariantCulture) ?? "")];
        if (names.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static one => one.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two groups have the same text, '{twice.Key}'; expected each once, and with a ToString that tells them apart.", nameof(groups));
        }

        ColumnHandle decisions = Decisions(builder, decision, used.Name);
        CodesHandle codes = builder.AddCodes($"{used.Name}.group", group, groups);
        string[] known = strata is null ? [] : [.. strata.Known];
        CodesHandle? stratumCodes = strata is null ? null : builder.AddCodes($"{used.Name}.stratum", strata.Of, known);
        FairnessColumns columns = new(decisions, codes, names, stratumCodes, known);
        FairnessMonitoringOptions kept = used with { Limits = [.. used.Limits], Criteria = [.. used.Criteria] };
        return builder.AddMonitor(_ =>
        {
            used.RequireOutcomes(builder.Label is not null);
            return new FairnessMonitor(columns, kept, readings);
        });
    }

    /// <summary>The same with the values of an enumeration as groups.</summary>
    /// <inheritdoc cref="AddFairnessMonitoring{TIn, TOut, TGroup}(SafetyBuilder{TIn, TOut}, Func{TIn, TGroup}, IReadOnlyList{TGroup}, Func{TOut, bool}, FairnessMonitoringOptions?, FairnessStrata{TIn}?, FairnessReadings?)"/>
    public static SafetyBuilder<TIn, TOut> AddFairnessMonitoring<TIn, TOut, TGroup>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TIn, TGroup> group,
        Func<TOut, bool> decision,
        FairnessMonitoringOptions? options = null,
        FairnessStrata<TIn>? strata = null,
        FairnessReadings? readings = null)
        where TGroup : struct, Enum =>
        AddFairnessMonitoring(builder, group, Enum.GetValues<TGroup>(), decision, options, strata, readings);

    private static ColumnHandle Decisions<TIn, TOut>(SafetyBuilder<TIn, TOut> builder, Func<TOut, bool> decision, string name)
    {
        try
        {
            return builder.AddColumn($"{name}.decision", (_, output) => decision(output) ? 1 : 0);
        }
        catch (ArgumentException cause)
        {
            throw new ArgumentException($"Fairness is watched as '{name}' already; expected another {nameof(FairnessMonitoringOptions)}.{nameof(FairnessMonitoringOptions.Name)}.", nameof(name), cause);
        }
    }
}
