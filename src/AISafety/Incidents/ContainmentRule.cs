namespace AISafety.Incidents;

/// <summary>Says when a containment action runs by itself.</summary>
/// <param name="Action">The action; its name may be that of no other rule.</param>
/// <param name="When">For which incidents. Asked whenever an alert has changed one, until the action was applied; null for never, so that only people apply it. If it throws, the
/// action is applied: what cannot be judged is contained.</param>
public sealed record ContainmentRule(IContainmentAction Action, Func<Incident, bool>? When);
