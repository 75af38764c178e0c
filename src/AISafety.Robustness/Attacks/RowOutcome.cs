namespace AISafety.Robustness;

/// <summary>What became of an attacked row.</summary>
public enum RowOutcome
{
    /// <summary>The model's answer was wrong before: the row was not attacked.</summary>
    CleanWrong,

    /// <summary>The answer held: the attack found no row in the budget that succeeds.</summary>
    Held,

    /// <summary>The attack succeeded.</summary>
    Broken,
}
