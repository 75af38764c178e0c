namespace AISafety.Robustness;

/// <summary>What is proved of one input.</summary>
/// <param name="Margin">A lower bound, over all inputs within epsilon and within the certifier's range, of the answer's score less any other class's. NaN if the input has no certificate at all: a value is not finite or out of range.</param>
public readonly record struct RobustnessCertificate(double Margin)
{
    /// <summary>Whether no input within epsilon and within the certifier's range changes the answer: the margin is above 0.</summary>
    public bool IsCertified => Margin > 0;
}
