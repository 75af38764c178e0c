namespace AISafety.Testing;

/// <summary>What a guard does when its script has ended. A script without any step allows.</summary>
public enum ScriptEnd
{
    /// <summary>The last step again.</summary>
    Repeat = 0,

    /// <summary>Allow.</summary>
    Allow = 1,

    /// <summary>Throw <see cref="InvalidOperationException"/>: the test asked more often than it meant to.</summary>
    Throw = 2,
}
