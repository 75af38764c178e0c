namespace AISafety.Testing;

/// <summary>What a scripted guard does when its script has ended, and what it keeps.</summary>
/// <remarks>Immutable: change a copy by <c>with</c>.</remarks>
public sealed record ScriptedGuardOptions
{
    /// <summary>The defaults.</summary>
    public static ScriptedGuardOptions Default { get; } = new();

    /// <summary>What is done after the last step; default <see cref="ScriptEnd.Repeat"/>. A guard that never had a step allows.</summary>
    public ScriptEnd AtEnd { get; init; }

    /// <summary>How many of the last calls are kept. 0 to 1,000,000; default 1,000. All are counted.</summary>
    public int KeepCalls { get; init; } = 1_000;

    internal void Check()
    {
        OptionCheck check = OptionCheck.OfArgument(nameof(ScriptedGuardOptions));
        check.Require(Enum.IsDefined(AtEnd), nameof(AtEnd), AtEnd, "Repeat, Allow or Throw");
        check.Range(nameof(KeepCalls), KeepCalls, 0, 1_000_000);
    }
}
