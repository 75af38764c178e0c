namespace AISafety.Onnx;

/// <summary>Turns one row of a model's output into probabilities.</summary>
internal static class Activations
{
    /// <summary>Fills <paramref name="probabilities"/>, which has two elements where the row has one: the second class's.</summary>
    public static void Apply(OnnxActivation activation, ReadOnlySpan<float> row, Span<float> probabilities)
    {
        if (row.Length == 1)
        {
            float second = activation == OnnxActivation.Sigmoid ? Sigmoid(row[0]) : row[0];
            probabilities[0] = 1 - second;
            probabilities[1] = second;
        }
        else if (activation == OnnxActivation.Softmax)
        {
            Softmax(row, probabilities);
        }
        else
        {
            row.CopyTo(probabilities);
        }
    }

    private static float Sigmoid(float logit) => 1 / (1 + MathF.Exp(-logit));

    /// <summary>The softmax of a row; NaN throughout if a logit is NaN or infinity.</summary>
    private static void Softmax(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        float max = float.NegativeInfinity;
        foreach (float logit in logits)
        {
            max = MathF.Max(max, logit); // NaN wins
        }

        float sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            probabilities[i] = MathF.Exp(logits[i] - max);
            sum += probabilities[i];
        }

        for (int i = 0; i < logits.Length; i++)
        {
            probabilities[i] /= sum;
        }
    }
}
