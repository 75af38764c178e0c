namespace AISafety.Rollout;

/// <summary>What is known of a key's hash, as a number from 0 to 1, by the arms that it had so far: it is <see cref="Low"/> or more, and less than <see cref="High"/>.</summary>
/// <remarks>A share between the two draws the key's arm anew, and the candidate's with a known probability, whatever the key did before. A share outside gives it the arm that it must have, which says nothing.</remarks>
internal readonly record struct KeyPlace(double Low, double High)
{
    public static KeyPlace Unknown => new(0, 1);

    /// <summary>The probability with which a share gives the key to the candidate; 0 or 1 where that is known.</summary>
    public double ChanceAt(double share) => share <= Low ? 0 : share >= High ? 1 : (share - Low) / (High - Low);

    /// <summary>What is known when a share has given the key an arm.</summary>
    public KeyPlace After(double share, bool isCandidate) => isCandidate ? this with { High = Math.Min(High, share) } : this with { Low = Math.Max(Low, share) };
}
