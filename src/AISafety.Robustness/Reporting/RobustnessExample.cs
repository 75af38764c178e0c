namespace AISafety.Robustness;

/// <summary>A row that was broken.</summary>
public sealed record RobustnessExample
{
    /// <summary>The row's index.</summary>
    public required int Row { get; init; }

    /// <summary>Its right class, which was the answer before.</summary>
    public required int Label { get; init; }

    /// <summary>The answer to the changed row; -1 if it has no class.</summary>
    public required int Answer { get; init; }

    /// <summary>The attack that broke it.</summary>
    public required string Attack { get; init; }

    /// <summary>The attack's budget.</summary>
    public required AttackBudget Budget { get; init; }

    /// <summary>How far it was changed, as the budget measures it.</summary>
    public required double Distance { get; init; }

    /// <summary>The row as it was.</summary>
    public required ReadOnlyMemory<float> Before { get; init; }

    /// <summary>The row that broke it.</summary>
    public required ReadOnlyMemory<float> After { get; init; }
}
