namespace AISafety.Validation;

/// <summary>Collects what rules find in one call. Allocates nothing until something is found.</summary>
internal struct Findings
{
    private List<Evidence>? _evidence;
    private bool _isIncomplete;

    /// <summary>Something is wrong with what was judged.</summary>
    public void Add(Evidence violation) => (_evidence ??= []).Add(violation);

    /// <summary>Several things are.</summary>
    public void Add(List<Evidence> violations) => (_evidence ??= []).AddRange(violations);

    /// <summary>A rule could not be judged.</summary>
    public void AddFailure(Evidence failure)
    {
        _isIncomplete = true;
        Add(failure);
    }

    /// <summary>The verdict: <paramref name="otherwise"/> for violations; for a rule that could not be judged, what the guard's failure
    /// means, if that is more severe.</summary>
    public readonly Verdict ToVerdict(SafetyAction otherwise, FailurePolicy onFailure)
    {
        if (_evidence is null)
        {
            return Verdict.Allow;
        }

        SafetyAction failure = onFailure == FailurePolicy.FailOpen ? SafetyAction.Flag : SafetyAction.Block;
        return Verdict.With(_isIncomplete && failure > otherwise ? failure : otherwise, _evidence);
    }
}
