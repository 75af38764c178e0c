namespace AISafety.Review;

/// <summary>What has become of a review item.</summary>
public enum ReviewStatus : byte
{
    /// <summary>Nobody has it.</summary>
    Waiting = 0,

    /// <summary>A reviewer has it.</summary>
    Claimed = 1,

    /// <summary>It is decided.</summary>
    Decided = 2,

    /// <summary>Nobody decided it in time.</summary>
    Expired = 3,
}
