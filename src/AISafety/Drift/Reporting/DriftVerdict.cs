namespace AISafety;

/// <summary>What a <see cref="DriftReport"/> says of a feature, from the least to the worst.</summary>
public enum DriftVerdict
{
    /// <summary>No drift was found.</summary>
    Same = 0,

    /// <summary>The metric found nothing to compare, such as the means of a feature without values. Nothing is known of its drift.</summary>
    NotComparable = 1,

    /// <summary>It differs significantly, but certainly by less than the tolerance.</summary>
    TooSmall = 2,

    /// <summary>It drifted: significantly, and perhaps by more than the tolerance.</summary>
    Drifted = 3,

    /// <summary>It drifted, and certainly by more than the tolerance.</summary>
    CertainlyDrifted = 4,
}
