namespace AISafety.Limits;

/// <summary>What became of a wish for permits.</summary>
internal enum Taking : byte
{
    Refused,
    Taken,

    /// <summary>The limiter is no longer in use: ask the one that took its place.</summary>
    Retired,
}
