using AISafety.Adversarial;
using AISafety.Robustness;

namespace AdversarialSample;

/// <summary>Feature squeezing by three bits and a median, as an attacker sees it.</summary>
internal static class Squeezing
{
    private const double AlarmRate = 0.05;

    /// <summary>A detector that flags a twentieth of clean images, and the squeezer to show.</summary>
    public static async Task<(SqueezingDetector Detector, InputTransform Shown)> CalibrateAsync(OnnxGraph graph, float[][] clean)
    {
        InputTransform[] squeezers = [InputTransform.BitDepth(3), InputTransform.Median(new ImageShape(8, 8))];
        RowTransform[] transforms = Array.ConvertAll(squeezers, static squeezer => new RowTransform((row, draw, changed) => squeezer.Apply(row, changed, (ulong)draw)));
        float[] scores = new float[clean.Length];
        await new SqueezingDetector(graph, float.PositiveInfinity, areLogits: true, transforms).ScoreAsync(clean.SelectMany(static image => image).ToArray(), scores);
        Array.Sort(scores);
        return (new(graph, scores[(int)Math.Ceiling((1 - AlarmRate) * (scores.Length + 1)) - 1], areLogits: true, transforms), squeezers[1]);
    }
}
