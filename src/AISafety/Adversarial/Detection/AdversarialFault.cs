namespace AISafety.Adversarial;

/// <summary>Why an input was not judged.</summary>
public enum AdversarialFault : byte
{
    /// <summary>It was judged.</summary>
    None = 0,

    /// <summary>A number of it is infinite or NaN. The model was not asked.</summary>
    NotFinite = 1,

    /// <summary>It has another number of numbers than the reference. The model was not asked.</summary>
    WrongWidth = 2,

    /// <summary>The model gave no scores, another number of them than for the reference, or one that is not finite.</summary>
    NoScores = 3,
}
