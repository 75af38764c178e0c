namespace AISafety.Validation;

internal sealed class OutputValidationGuard<TIn, TOut> : IOutputGuard<TIn, TOut>
{
    public const string GuardName = "output-validation";

    private readonly RuleSet<TOut> _rules;
    private readonly OutputValidationOptions _options;

    public OutputValidationGuard(RuleSet<TOut> rules, OutputValidationOptions options)
    {
        rules.Check(GuardName, options.Otherwise);
        if (rules.Count == 0)
        {
            throw new SafetyBuildException($"Guard '{GuardName}' has no rules; expected at least one.");
        }

        _rules = rules;
        _options = options;
    }

    public string Name => GuardName;

    public ValueTask<Verdict<TOut>> InspectAsync(TIn input, TOut output, SafetyContext context)
    {
        if (NullValue<TOut>.Is(output))
        {
            return new(Verdict.Block(EvidenceCodes.NullOutput, "The output is null."));
        }

        Findings findings = default;
        _rules.Judge(output, ref findings);
        return new(findings.ToVerdict(_options.Otherwise, _options.OnFailure));
    }
}
