using System.Text.Json.Nodes;
using AISafety.Adversarial;
using AISafety.Robustness;

namespace AISafety.Evaluation.Robustness;

/// <summary>Randomised smoothing where the truth is known, and on images: what is certified, and what an attacker of the smoothed model leaves of it.</summary>
internal static class SmoothingTrial
{
    private const int Images = 200;
    private const int NoisyGradients = 20;

    public static IEnumerable<JsonNode> Linear(int runs, int seed)
    {
        foreach (SmoothingOptions options in (SmoothingOptions[])
        [
            new() { Alpha = 0.05, Stages = [1000], Seed = seed },
            new() { Alpha = 0.001, Stages = [1000], Seed = seed },
            new() { Alpha = 0.05, Stages = [100, 300, 1000], SufficientRadius = 0.1, Seed = seed },
        ])
        {
            SmoothingSelfTestResult result = SmoothingSelfTest.RunAsync(options, runs, seed: seed).AsTask().GetAwaiter().GetResult();
            yield return new JsonObject
            {
                ["model"] = "linear",
                ["alpha"] = options.Alpha,
                ["stages"] = options.Stages.Count,
                ["runs"] = result.Runs,
                ["wrong"] = result.Wrong,
                ["abstained"] = result.Abstained,
                ["radius_of_true"] = result.MeanShare,
                ["samples"] = result.MeanSamples,
            };
        }
    }

    public static IEnumerable<JsonNode> Certified(ImageSet set, double deviation, int seed)
    {
        int first = set.Attacked.GetOffsetAndLength(set.Rows.Count).Offset;
        Range range = first..(first + Images);
        SmoothingOptions options = new() { Deviation = deviation, Alpha = 0.001, Stages = [10_000], AnswerSamples = 1_000, Seed = seed };
        RandomizedSmoothing<float[]> smoothed = new(RowModel.Of(new GraphClassifier(set.Graph)), options);
        float[][] images = set.Images(range);
        int[] labels = set.Labels(range);
        SmoothingCertificate[] certificates = Array.ConvertAll(images, image => smoothed.CertifyAsync(image).AsTask().GetAwaiter().GetResult());
        foreach (double radius in (double[])[0, 0.1, 0.25, 0.5, 0.75])
        {
            JsonObject row = new()
            {
                ["model"] = set.Name,
                ["deviation"] = deviation,
                ["radius"] = radius,
                ["images"] = images.Length,
                ["certified"] = (double)Enumerable.Range(0, images.Length).Count(i => certificates[i].ClassIndex == labels[i] && certificates[i].Radius >= radius) / images.Length,
            };
            if (radius > 0)
            {
                row["after_eot_pgd"] = Attacked(set, smoothed, range, (float)radius, deviation, seed, certificates, out int brokenCertificates);
                row["certificates_broken"] = brokenCertificates;
            }

            yield return row;
        }
    }

    // The gradient is the mean over noisy copies; what counts is the smoothed model's own answer.
    private static double Attacked(
        ImageSet set, RandomizedSmoothing<float[]> smoothed, Range range, float radius, double deviation, int seed, SmoothingCertificate[] certificates, out int brokenCertificates)
    {
        ExpectationOverTransformation noisy = new(
            set.Graph, (row, draw, changed) => Disturb(row, changed, deviation, draw), NoisyGradients, seed);
        Pgd attack = new() { Budget = AttackBudget.L2(radius), Steps = 20, Seed = seed, GradientsFrom = noisy, StopsEarly = false, MovesWrongRows = true };
        AttackResult result = attack.RunAsync(noisy, set.Block(range), set.Labels(range)).AsTask().GetAwaiter().GetResult();
        int right = 0;
        brokenCertificates = 0;
        for (int i = 0; i < result.RowCount; i++)
        {
            float[] moved = result.AdversarialRows.Slice(i * result.RowLength, result.RowLength).ToArray();
            Classification answer = smoothed.PredictAsync(moved).AsTask().GetAwaiter().GetResult();
            right += answer.ClassIndex == set.Labels(range)[i] ? 1 : 0;
            brokenCertificates += !certificates[i].Abstains && certificates[i].Radius > radius * (1 + 1e-6) && answer.ClassIndex >= 0 && answer.ClassIndex != certificates[i].ClassIndex ? 1 : 0;
        }

        return (double)right / result.RowCount;
    }

    private static void Disturb(ReadOnlySpan<float> row, Span<float> changed, double deviation, long draw)
    {
        ulong state = (ulong)draw;
        for (int i = 0; i < row.Length; i++)
        {
            state += Statistics.SplitMix64.Step;
            double u = ((Statistics.SplitMix64.Mix(state) >> 11) + 0.5) / (1UL << 53);
            changed[i] = row[i] + (float)(deviation * MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, u));
        }
    }
}
