namespace AISafety.Testing;

/// <summary>A scripted guard after the model.</summary>
internal sealed class ScriptedOutputGuard<TIn, TOut>(ScriptedGuard<TOut> script) : IOutputGuard<TIn, TOut>
{
    public string Name => script.Name;

    public ValueTask<Verdict<TOut>> InspectAsync(TIn input, TOut output, SafetyContext context) => script.InspectAsync(output, context);
}
