namespace AISafety.Testing;

/// <summary>What a <see cref="FakeModel{TIn, TOut}"/> keeps, and its clock.</summary>
/// <remarks>Immutable: change a copy by <c>with</c>.</remarks>
public sealed record FakeModelOptions
{
    /// <summary>The defaults.</summary>
    public static FakeModelOptions Default { get; } = new();

    /// <summary>How many of the last calls are kept with their input. 0 to 1,000,000; default 1,000. All are counted.</summary>
    public int KeepCalls { get; init; } = 1_000;

    /// <summary>By which replies are late. Default: the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void Check()
    {
        OptionCheck.OfArgument(nameof(FakeModelOptions)).Range(nameof(KeepCalls), KeepCalls, 0, 1_000_000);
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }
}
