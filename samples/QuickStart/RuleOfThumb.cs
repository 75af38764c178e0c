using AISafety;
using AISafety.Onnx;

namespace QuickStart;

/// <summary>Answers from the tumour's worst radius alone, which is right nine times in ten, if every measurement is usable.</summary>
internal sealed class RuleOfThumb(FeatureSchema<float[]> schema) : IFallbackPolicy<float[], Classification>
{
    private readonly int _worstRadius = schema.IndexOf("worst radius");

    public string Name => "rule-of-thumb";

    public ValueTask<Verdict<Classification>> FallBackAsync(float[] input, SafetyContext context)
    {
        if (schema.Validate(input).Count > 0)
        {
            return new(Verdict.Block("rule.unusable", "The rule of thumb does not answer for unusable measurements."));
        }

        bool benign = input[_worstRadius] < 16.8f;
        Classification answer = Classification.FromProbabilities(benign ? [0.1f, 0.9f] : [0.9f, 0.1f], ["malignant", "benign"]);
        return new(Verdict.Replace(answer, new Evidence("rule.answered", "Answered from the worst radius alone.")));
    }
}
