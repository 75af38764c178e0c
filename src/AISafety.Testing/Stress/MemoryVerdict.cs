namespace AISafety.Testing;

/// <summary>Whether managed memory grew with the calls.</summary>
public enum MemoryVerdict
{
    /// <summary>It was not measured.</summary>
    NotMeasured = 0,

    /// <summary>It grows by no more than the limit: the whole 95 % interval of the slope is at or below it.</summary>
    Flat = 1,

    /// <summary>It grows by more than the limit: the whole interval is above it.</summary>
    Growing = 2,

    /// <summary>The limit lies within the interval: more calls would tell.</summary>
    Unclear = 3,
}
