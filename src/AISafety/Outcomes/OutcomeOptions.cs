namespace AISafety;

/// <summary>How long recorded calls wait for their labels, and how many.</summary>
public sealed record OutcomeOptions
{
    /// <summary>The defaults.</summary>
    public static OutcomeOptions Default { get; } = new();

    /// <summary>How many calls wait for a label at most; the oldest gives way. 1 to 16,777,216; default 65,536. Each takes 4 bytes a
    /// recorded column and about 64 more.</summary>
    public int Capacity { get; init; } = 65_536;

    /// <summary>How many labels wait at most for their call's row, which reaches the join within the recording's block age. 1 to 16,777,216;
    /// default 8,192.</summary>
    public int EarlyLabels { get; init; } = 8_192;
}
