using AISafety.Onnx;

namespace QuickStart;

/// <summary>Something that happens to traffic in production.</summary>
/// <param name="Name">What happens.</param>
/// <param name="Inputs">The traffic.</param>
/// <param name="Classes">The true class of each input; null where there is no such thing.</param>
/// <param name="ModelFails">Whether the model is down meanwhile.</param>
internal sealed record Scenario(string Name, float[][] Inputs, int[]? Classes, bool ModelFails = false)
{
    private static readonly string[] Sizes = ["mean", "worst"];

    public static IEnumerable<Scenario> All(Screening data, OnnxClassifier<float[]> model)
    {
        Random random = new(7);
        int Of(string feature) => data.IndexOf(feature);
        Scenario Changed(string name, Action<float[]> change) => new(name, [.. data.HeldOut.Select(row => Copy(row, change))], data.HeldOutClasses);

        yield return Changed("ordinary traffic", _ => { });
        yield return Changed("missing values", row => row[random.Next(row.Length)] = float.NaN);
        yield return Changed("out-of-range values", row =>
        {
            // Half the time a zero that lies a little low, which is mended; otherwise a slipped decimal point, which is not.
            bool mended = random.Next(2) == 0;
            row[Of(mended ? "mean concavity" : "mean area")] = mended ? -0.002f : row[Of("mean area")] * 100;
        });
        yield return Changed("swapped columns", row =>
            (row[Of("worst smoothness")], row[Of("worst symmetry")]) = (row[Of("worst symmetry")], row[Of("worst smoothness")]));
        yield return Changed("unit error (cm for mm)", row =>
        {
            foreach (string size in Sizes)
            {
                row[Of($"{size} radius")] /= 10;
                row[Of($"{size} perimeter")] /= 10;
                row[Of($"{size} area")] /= 100;
            }
        });
        yield return Changed("drifted instrument", row =>
        {
            row[Of("mean texture")] *= 1.15f;
            row[Of("worst texture")] *= 1.15f;
        });
        yield return new("ambiguous cases", Ambiguous(data, model, random), null);
        yield return Changed("the model fails", _ => { }) with { ModelFails = true };
    }

    private static float[] Copy(float[] row, Action<float[]> change)
    {
        float[] copy = [.. row];
        change(copy);
        return copy;
    }

    /// <summary>Mixes of a malignant and a benign biopsy about which the model is in doubt.</summary>
    private static float[][] Ambiguous(Screening data, OnnxClassifier<float[]> model, Random random)
    {
        float[][] malignant = [.. data.HeldOut.Where((_, row) => data.HeldOutClasses[row] == 0)];
        float[][] benign = [.. data.HeldOut.Where((_, row) => data.HeldOutClasses[row] == 1)];
        List<float[]> mixes = [];
        while (mixes.Count < 100)
        {
            float[] one = malignant[random.Next(malignant.Length)];
            float[] other = benign[random.Next(benign.Length)];
            float share = random.NextSingle();
            float[] mix = [.. one.Zip(other, (a, b) => share * a + (1 - share) * b)];
            if (model.PredictAsync(mix).AsTask().GetAwaiter().GetResult().Probability < 0.8)
            {
                mixes.Add(mix);
            }
        }

        return [.. mixes];
    }
}
