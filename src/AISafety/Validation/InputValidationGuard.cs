namespace AISafety.Validation;

internal sealed class InputValidationGuard<TIn> : IInputGuard<TIn>, IReloadableGuard
{
    public const string GuardName = "input-validation";

    private readonly SchemaCheck<TIn>? _schema;
    private readonly RuleSet<TIn> _rules;
    private readonly InputValidationOptions _built;
    private volatile InputValidationOptions _options;

    public InputValidationGuard(FeatureSchema<TIn>? schema, RuleSet<TIn> rules, InputValidationOptions options)
    {
        rules.Check(GuardName, options.Otherwise);
        if (schema is not { Width: > 0 } && rules.Count == 0)
        {
            throw new SafetyBuildException(
                $"Guard '{GuardName}' has nothing to judge by: expected a feature schema, given by UseFeatures(schema), or rules.");
        }

        _schema = schema is { Width: > 0 } ? new(GuardName, schema) : null;
        _rules = rules;
        _built = options;
        _options = options;
    }

    public string Name => GuardName;

    public string? FindFault(GuardSettings settings) =>
        SettingFaults.Find(settings, nameof(settings.Otherwise));

    public void Reload(GuardSettings settings) =>
        _options = _built with { Otherwise = settings.Otherwise ?? _built.Otherwise, OnFailure = settings.OnFailure ?? _built.OnFailure };

    public ValueTask<Verdict<TIn>> InspectAsync(TIn input, SafetyContext context)
    {
        if (NullValue<TIn>.Is(input))
        {
            return new(Verdict.Block(EvidenceCodes.NullInput, "The input is null."));
        }

        Findings findings = default;
        _schema?.Judge(input, context.Features, ref findings);
        _rules.Judge(input, ref findings);
        InputValidationOptions options = _options;
        return new(findings.ToVerdict(options.Otherwise, options.OnFailure));
    }
}
