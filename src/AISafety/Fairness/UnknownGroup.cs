namespace AISafety.Fairness;

/// <summary>What guards by group do with a call whose group is not known: the pooled rule and a flag, or a stop. Never nothing.</summary>
internal sealed class UnknownGroup
{
    private static readonly Evidence _unknown = new("fairness.group-unknown", "The group of the call is missing, or is none of those that were fitted.");

    private readonly SafetyAction _action;

    /// <exception cref="SafetyBuildException">The action is none of flag, review and block.</exception>
    public UnknownGroup(string guard, SafetyAction action)
    {
        if (SettingFaults.Otherwise(action) is not null)
        {
            throw new SafetyBuildException($"Guard '{guard}': {nameof(UnknownGroup)} is {action}; expected Flag, Review or Block.");
        }

        _action = action;
    }

    /// <summary>Whether the call is stopped.</summary>
    public bool Stops => _action != SafetyAction.Flag;

    /// <summary>Flag or stop.</summary>
    public Verdict Verdict => Verdict.With(_action, _unknown);

    /// <summary>A replacement by the pooled rule.</summary>
    public static Verdict<TOut> Replace<TOut>(TOut replacement, Evidence evidence) => Verdict.Replace(replacement, [_unknown, evidence]);
}
