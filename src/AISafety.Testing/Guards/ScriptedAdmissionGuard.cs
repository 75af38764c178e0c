namespace AISafety.Testing;

/// <summary>A scripted guard of admission.</summary>
internal sealed class ScriptedAdmissionGuard<TIn>(ScriptedAdmission<TIn> script) : IAdmissionGuard<TIn>
{
    public string Name => script.Name;

    public ValueTask<Admission> AdmitAsync(TIn input, SafetyContext context) => script.AdmitAsync(input, context);

    public void Completed(in CallSummary call) => script.Complete(call);
}
