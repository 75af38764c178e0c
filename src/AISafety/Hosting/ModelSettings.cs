namespace AISafety.Hosting;

/// <summary>What configuration says of one safe model. What it does not say is as the code has it.</summary>
public sealed class ModelSettings
{
    /// <summary>How recorded calls travel to the monitors. Read at start only.</summary>
    public RecordingSettings Recording { get; set; } = new();

    /// <summary>Whether exceptions are logged with their text, which may hold what the call was about. Null (default) leaves it to the code. Read at start only.</summary>
    public bool? LogExceptions { get; set; }

    /// <summary>By guard name, such as <c>confidence</c>. Reloaded without a restart. A name that no guard has is refused.</summary>
    public Dictionary<string, GuardSettings> Guards { get; } = new(StringComparer.Ordinal);
}
