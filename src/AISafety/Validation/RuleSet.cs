namespace AISafety.Validation;

/// <summary>A guard's own rules, frozen. A fault makes them unfit for use.</summary>
internal sealed class RuleSet<T>(string stage, IEnumerable<ValidationRule<T>> rules, string? fault)
{
    private readonly string _failed = $"{stage}.rule-failed";
    private readonly ValidationRule<T>[] _rules = [.. rules];

    public int Count => _rules.Length;

    /// <summary>Refuses at Build what cannot work.</summary>
    public void Check(string guard, SafetyAction otherwise)
    {
        if (SettingFaults.Otherwise(otherwise) is { } wrong)
        {
            throw new SafetyBuildException($"Guard '{guard}': {wrong}.");
        }

        if (fault is not null)
        {
            throw new SafetyBuildException($"Guard '{guard}': {fault}");
        }
    }

    public void Judge(T value, ref Findings findings)
    {
        foreach (ValidationRule<T> rule in _rules)
        {
            try
            {
                if (rule.Judge(value) is { } violation)
                {
                    findings.Add(violation);
                }
            }
            catch (Exception exception)
            {
                // The exception's own text may hold the input.
                findings.AddFailure(new(_failed, $"{rule.Description} could not be judged: it threw {exception.GetType().Name}.")
                {
                    Feature = rule.Feature,
                    Exception = exception,
                });
            }
        }
    }
}
