namespace AISafety.Validation;

internal sealed class OutputValidationGuard<TIn, TOut> : IOutputGuard<TIn, TOut>, IReloadableGuard
{
    public const string GuardName = "output-validation";

    private readonly RuleSet<TOut> _rules;
    private readonly OutputValidationOptions _built;
    private volatile OutputValidationOptions _options;

    public OutputValidationGuard(RuleSet<TOut> rules, OutputValidationOptions options)
    {
        rules.Check(GuardName, options.Otherwise);
        if (rules.Count == 0)
        {
            throw new SafetyBuildException($"Guard '{GuardName}' has no rules; expected at least one.");
        }

        _rules = rules;
        _built = options;
        _options = options;
    }

    public string Name => GuardName;

    public string? FindFault(GuardSettings settings) =>
        SettingFaults.Find(settings, nameof(settings.Otherwise));

    public void Reload(GuardSettings settings) =>
        _options = _built with { Otherwise = settings.Otherwise ?? _built.Otherwise, OnFailure = settings.OnFailure ?? _built.OnFailure };

    public ValueTask<Verdict<TOut>> InspectAsync(TIn input, TOut output, SafetyContext context)
    {
        if (NullValue<TOut>.Is(output))
        {
            return new(Verdict.Block(EvidenceCodes.NullOutput, "The output is null."));
        }

        Findings findings = default;
        _rules.Judge(output, ref findings);
        OutputValidationOptions options = _options;
        return new(findings.ToVerdict(options.Otherwise, options.OnFailure));
    }
}
