using AISafety;

namespace Existing;

public static class Misuse
{
    /// <summary>AIS0010: what the guards found is dropped. AIS0011: the model is asked past them.</summary>
    public static async Task AskAsync(Applicant applicant)
    {
        Scorecard model = new();
        await using SafeModel<Applicant, Decision> safe = model.WithSafety(safety => safety.UseFeatures(Applicant.Features).AddInputValidation());
        await safe.EvaluateAsync(applicant);
        await model.PredictAsync(applicant);
    }
}
