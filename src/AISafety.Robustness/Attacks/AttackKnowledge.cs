namespace AISafety.Robustness;

/// <summary>What an attack needs to know of the model.</summary>
public enum AttackKnowledge
{
    /// <summary>Its gradients: white-box.</summary>
    Gradients,

    /// <summary>The scores that it gives: black-box.</summary>
    Scores,

    /// <summary>Only the class that it answers: black-box.</summary>
    Answers,
}
