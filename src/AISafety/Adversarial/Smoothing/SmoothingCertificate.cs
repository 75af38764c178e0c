namespace AISafety.Adversarial;

/// <summary>What holds of the smoothed model around an input.</summary>
/// <remarks>Immutable. With probability 1 - alpha or more over the noise drawn for this row, either it abstains, or <see cref="ClassIndex"/> is the most probable class under noise of every input within <see cref="Radius"/> of this one, in the Euclidean norm over all numbers.
/// <see cref="RandomizedSmoothing{TIn}.PredictAsync"/> samples: at each of those inputs it answers with that class or abstains, but for an error of probability alpha of its own. Nothing is said of whether the class is right, nor of the model without noise.</remarks>
public sealed record SmoothingCertificate
{
    /// <summary>The class; -1 if it abstains.</summary>
    public int ClassIndex { get; init; } = -1;

    /// <summary>Whether nothing could be certified: no class is more probable than all others together, as far as the copies tell, or the input is not finite.</summary>
    public bool Abstains => ClassIndex < 0;

    /// <summary>The radius, in the unit of the numbers; 0 if it abstains.</summary>
    public double Radius { get; init; }

    /// <summary>The lower bound of the class's probability under noise that the radius comes from, after Clopper and Pearson; of the class that was tried if it abstains.</summary>
    public double LowerBound { get; init; }

    /// <summary>How many noisy copies the model answered, those that chose the class included.</summary>
    public int Samples { get; init; }

    /// <summary>How probable it is at most that the certificate is wrong.</summary>
    public double Alpha { get; init; }

    /// <summary>The standard deviation of the noise.</summary>
    public double Deviation { get; init; }
}
