using AISafety;

namespace QuickStart;

/// <summary>Answers from the tumour's worst radius alone, which is right nine times in ten, but only while the model is down: a case of doubt is for a
/// person, and bad measurements are for nobody.</summary>
internal sealed class RuleOfThumb(int worstRadius) : IFallbackPolicy<float[], Classification>
{
    public string Name => "rule-of-thumb";

    public ValueTask<Verdict<Classification>> FallBackAsync(float[] input, SafetyContext context)
    {
        if (!context.Reasons.Any(reason => reason.Code == EvidenceCodes.ModelFailed))
        {
            return new(Verdict.Block("rule.not-asked", "The rule of thumb answers only while the model is down."));
        }

        bool benign = input[worstRadius] < 16.8f;
        Classification answer = Classification.FromProbabilities(benign ? [0.1f, 0.9f] : [0.9f, 0.1f], ["malignant", "benign"]);
        return new(Verdict.Replace(answer, new Evidence("rule.answered", "Answered from the worst radius alone.")));
    }
}
