namespace AISafety.Incidents;

/// <summary>A containment action whose effect is told by an alert of its own.</summary>
internal interface IKnowsItsAlert
{
    /// <summary>Whether an alert says that the action is in force already, whoever did it. Then no rule applies it for that alert.</summary>
    bool IsToldBy(SafetyAlert alert);
}
