namespace AISafety.Robustness;

/// <summary>What an attack raises, of a row's scores z with the right class y, or with the class t that it wants.</summary>
public enum AttackLoss
{
    /// <summary>Cross-entropy of logits: log sum exp z - z_y; towards a target, z_t - log sum exp z. Its derivatives keep their direction however certain the model is: where the other classes have less than 1e-30 together, they are as if it were that.</summary>
    CrossEntropy,

    /// <summary>Cross-entropy of probabilities: -log p_y; towards a target, log p_t. For models that give probabilities. Flat, and so without a gradient, where the model is as certain as a float can be.</summary>
    LogProbability,

    /// <summary>The margin: the greatest of the other scores - z_y; towards a target, z_t - the greatest of the others. Source: N. Carlini and D. Wagner, Towards evaluating the robustness of neural networks, 2017.</summary>
    Margin,

    /// <summary>The margin by the spread of the scores, so that their scale does not matter: (the greatest of the others - z_y) / (the greatest - the third). Towards a target: (z_t - z_y) / (the greatest - the mean of third and fourth).
    /// For 3 classes or more, with a target 4. Source: F. Croce and M. Hein, Reliable evaluation of adversarial robustness with an ensemble of diverse parameter-free attacks, ICML 2020.</summary>
    LogitRatio,
}
