namespace AISafety.MLNet;

/// <summary>What turns a score into probabilities.</summary>
public enum MLNetActivation
{
    /// <summary>Nothing. Two classes: the model has a column of probabilities, as calibrated ones have. More: the scores are probabilities.</summary>
    None,

    /// <summary>Two classes without calibration: 1 / (1 + exp(-score)) is taken for the probability of the second. The order of inputs stays
    /// the model's, but the number is no estimate of how often it is right; calibrate it before a guard relies on it.</summary>
    Sigmoid,

    /// <summary>More than two classes whose scores are no probabilities: exp(score), divided by the sum over all classes.</summary>
    Softmax,
}
