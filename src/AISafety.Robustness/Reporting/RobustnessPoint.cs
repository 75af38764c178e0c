namespace AISafety.Robustness;

/// <summary>What an attack leaves on a budget.</summary>
public sealed record RobustnessPoint
{
    /// <summary>The attack's name; empty for all attacks together.</summary>
    public required string Attack { get; init; }

    /// <summary>What it knows; of all together, the most that any of them knows.</summary>
    public required AttackKnowledge Knowledge { get; init; }

    /// <summary>Whether certain wrong answers were wanted. Only a broken row that is answered as wanted counts then.</summary>
    public bool IsTargeted { get; init; }

    /// <summary>The detector that it knows, and evades; null without.</summary>
    public string? Detector { get; init; }

    /// <summary>The budget.</summary>
    public required AttackBudget Budget { get; init; }

    /// <summary>The share of rows that are answered rightly and hold.</summary>
    public required RobustnessShare Accuracy { get; init; }

    /// <summary>How many rows it broke.</summary>
    public required int Broken { get; init; }

    /// <summary>How many questions a broken row took, in the middle; NaN if none was broken, or of all attacks together.</summary>
    public double MedianQueries { get; init; } = double.NaN;
}
