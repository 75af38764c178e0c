namespace AISafety.Testing;

/// <summary>A scripted guard before the model.</summary>
internal sealed class ScriptedInputGuard<TIn>(ScriptedGuard<TIn> script) : IInputGuard<TIn>
{
    public string Name => script.Name;

    public ValueTask<Verdict<TIn>> InspectAsync(TIn input, SafetyContext context) => script.InspectAsync(input, context);
}
