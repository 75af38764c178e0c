namespace AISafety.Evaluation.Rollout;

/// <summary>Answers with a constant, but not while the kill switch is on: then a call is refused.</summary>
internal sealed class UnlessKilled(float answer, string killed) : IFallbackPolicy<float[], float>
{
    private readonly Verdict<float> _answer = Verdict.Replace(answer, new Evidence("fallback.cautious", "A cautious answer is offered in place of the model's."));

    public string Name => "cautious";

    public ValueTask<Verdict<float>> FallBackAsync(float[] input, SafetyContext context)
    {
        foreach (Evidence reason in context.Reasons)
        {
            if (reason.Code == killed)
            {
                return new(Verdict.Block("fallback.killed", "The kill switch is on; nothing answers."));
            }
        }

        return new(_answer);
    }
}
