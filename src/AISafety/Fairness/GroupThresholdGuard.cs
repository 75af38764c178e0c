using AISafety.Validation;

namespace AISafety.Fairness;

/// <summary>Decides by the threshold of the call's group; see <see cref="GroupThresholdExtensions"/>.</summary>
internal sealed class GroupThresholdGuard<TIn, TOut, TGroup> : IOutputGuard<TIn, TOut>, IReloadableGuard
    where TGroup : notnull
{
    public const string GuardName = "group-thresholds";

    private const string Code = "fairness.threshold";

    private static readonly Evidence _selects = new(Code, "The threshold of the group selects; the model did not.");
    private static readonly Evidence _rejects = new(Code, "The threshold of the group does not select; the model did.");

    private readonly GroupDecision<TIn, TOut, TGroup> _decision;
    private readonly SafetyAction _builtUnknown;
    private volatile UnknownGroup _unknown;
    private readonly long _seed;

    public GroupThresholdGuard(GroupDecision<TIn, TOut, TGroup> decision, GroupThresholdOptions options)
    {
        _decision = decision;
        _builtUnknown = options.UnknownGroup;
        _unknown = new(GuardName, _builtUnknown);
        bool draws = decision.Thresholds.Thresholds.Groups.Append(decision.Thresholds.Thresholds.Pooled).Any(static rule => rule.IsRandomized);
        _seed = options.Seed ?? (draws
            ? throw new SafetyBuildException($"'{GuardName}': the thresholds draw between two; expected {nameof(GroupThresholdOptions)}.{nameof(options.Seed)}, a number that is kept from those who are decided about.")
            : 0);
    }

    public string Name => GuardName;

    public string? FindFault(GuardSettings settings) => SettingFaults.Find(settings, nameof(settings.Otherwise));

    /// <summary>What is objected to is a group that is not known.</summary>
    public void Reload(GuardSettings settings) => _unknown = new(GuardName, settings.Otherwise ?? _builtUnknown);

    public ValueTask<Verdict<TOut>> InspectAsync(TIn input, TOut output, SafetyContext context)
    {
        if (NullValue<TOut>.Is(output))
        {
            return new(Verdict.Block(EvidenceCodes.NullOutput, "The output is null."));
        }

        int group = _decision.Thresholds.CodeOf(_decision.Group(input));
        bool isUnknown = group == KnownGroups<TGroup>.Unknown;
        UnknownGroup unknown = _unknown;
        if (isUnknown && unknown.Stops)
        {
            return new(unknown.Verdict);
        }

        double score = _decision.Score(output);
        if (double.IsNaN(score))
        {
            return new(Verdict.Block("fairness.invalid-score", "The score is not a number."));
        }

        double probability = _decision.Thresholds.Thresholds.Probability(score, group);
        bool isDrawn = probability is > 0 and < 1;
        double draw = isDrawn ? Draw(input, context) : 0;
        bool selects = draw < probability;
        if (selects == _decision.Selected(output))
        {
            return new(isUnknown ? unknown.Verdict : Verdict.Allow);
        }

        Evidence evidence = isDrawn ? Drawn(selects, draw, probability) : selects ? _selects : _rejects;
        TOut replacement = _decision.Write(output, selects);
        return new(isUnknown ? UnknownGroup.Replace(replacement, evidence) : Verdict.Replace(replacement, evidence));
    }

    private static Evidence Drawn(bool selects, double draw, double probability) =>
        new(Code, selects ? "A draw between two thresholds selects; the model did not." : "A draw between two thresholds does not select; the model did.")
        {
            Score = draw,
            Threshold = probability,
        };

    private double Draw(TIn input, SafetyContext context) =>
        (_decision.Key?.Invoke(input) ?? context.Call.Key) is { } key ? DecisionDraw.Of(key, _seed) : DecisionDraw.Of(context.CallId, _seed);
}
