using System.Text.Json.Nodes;
using AISafety.Adversarial;
using AISafety.Robustness;
using AISafety.Statistics;

namespace AISafety.Evaluation.Robustness;

/// <summary>What detectors say of attacks that succeeded, by attack and size; and of attackers who know them.</summary>
internal static class DetectorTrial
{
    private const double AlarmRate = 0.05;

    public static IEnumerable<JsonNode> All(ImageSet set, float[] sizes, int seed)
    {
        GraphClassifier classifier = new(set.Graph);
        AdversarialDetector<float[]> detector = Wait(AdversarialDetector.FitAsync(
            RowModel.Of(classifier), set.Images(set.Reference), set.Labels(set.Reference), set.Images(set.Clean),
            new AdversarialDetectionOptions
            {
                Signs = [AdversarialSign.Squeezing(set.Squeezers), AdversarialSign.NoiseDisagreement(0.05), .. AdversarialDetectionOptions.Default.Signs],
                Seed = seed,
            }));
        AdversarialReading[] clean = Readings(detector, set.Images(set.Attacked));
        foreach (float size in sizes)
        {
            foreach (Attack attack in Attacks(set, size, seed))
            {
                AttackResult result = Wait(attack.RunAsync(set.Graph, set.Block(set.Attacked), set.Labels(set.Attacked)));
                AdversarialReading[] broken = Readings(detector, Broken(result));
                yield return Row(set, attack, size, result, detector, clean, broken);
            }

            yield return Aware(set, size, seed);
        }
    }

    private static Attack[] Attacks(ImageSet set, float size, int seed) =>
    [
        new Fgsm { Budget = AttackBudget.LInfinity(size) },
        new Pgd { Budget = AttackBudget.LInfinity(size), Steps = 40, Seed = seed },
        new SquareAttack { Budget = AttackBudget.LInfinity(size), Shape = new(set.Shape.Height, set.Shape.Width), MaximumQueries = 1000, Seed = seed },
    ];

    private static JsonObject Row(
        ImageSet set, Attack attack, float size, AttackResult result, AdversarialDetector<float[]> detector, AdversarialReading[] clean, AdversarialReading[] broken)
    {
        JsonObject row = new()
        {
            ["model"] = set.Name,
            ["attack"] = attack.Name,
            ["epsilon"] = Math.Round(size, 6),
            ["attacked"] = result.CleanCorrect,
            ["broken"] = result.Broken,
            ["combined_auc"] = Auc(clean, broken, static reading => reading.Score),
        };
        for (int sign = 0; sign < detector.Signs.Count; sign++)
        {
            int at = sign;
            row[$"{detector.Signs[sign]}_auc"] = Auc(clean, broken, reading => reading.Signs[at]);
        }

        row["false_alarms"] = (double)clean.Count(static reading => reading.PValue <= AlarmRate) / clean.Length;
        row["detected"] = broken.Length == 0 ? null : (double)broken.Count(static reading => reading.PValue <= AlarmRate) / broken.Length;
        return row;
    }

    // Squeezing alone, against PGD that goes through the squeezers as if they changed nothing.
    private static JsonObject Aware(ImageSet set, float size, int seed)
    {
        RowTransform[] transforms = Array.ConvertAll(set.Squeezers, squeezer => new RowTransform((row, draw, changed) => squeezer.Apply(row, changed, (ulong)draw)));
        SqueezingDetector scorer = new(set.Graph, float.PositiveInfinity, areLogits: true, transforms);
        float[] scores = new float[set.Labels(set.Clean).Length];
        Wait(scorer.ScoreAsync(set.Block(set.Clean), scores));
        Array.Sort(scores);
        SqueezingDetector detector = new(set.Graph, scores[(int)Math.Ceiling((1 - AlarmRate) * (scores.Length + 1)) - 1], areLogits: true, transforms);
        Pgd attack = new() { Budget = AttackBudget.LInfinity(size), Steps = 40, Seed = seed, StopsEarly = true };
        AttackResult oblivious = Wait(attack.RunAsync(set.Graph, set.Block(set.Attacked), set.Labels(set.Attacked)));
        AttackResult aware = Wait((attack with { Detector = detector, Steps = 200 }).RunAsync(set.Graph, set.Block(set.Attacked), set.Labels(set.Attacked)));
        DetectorRates rates = Wait(DetectorRates.MeasureAsync(detector, oblivious, aware));
        return new()
        {
            ["model"] = set.Name,
            ["attack"] = "PGD that knows the squeezers",
            ["epsilon"] = Math.Round(size, 6),
            ["attacked"] = oblivious.CleanCorrect,
            ["broken"] = oblivious.Broken,
            ["false_alarms"] = rates.FalseAlarmRate,
            ["detected_without_knowledge"] = Finite(rates.ObliviousDetectionRate),
            ["broken_and_not_flagged"] = aware.Broken,
            ["detected"] = Finite(rates.AwareDetectionRate),
        };
    }

    private static float[][] Broken(AttackResult result) =>
        [.. Enumerable.Range(0, result.RowCount).Where(row => result.Outcomes.Span[row] == RowOutcome.Broken).Select(row => result.AdversarialRows.Slice(row * result.RowLength, result.RowLength).ToArray())];

    private static AdversarialReading[] Readings(AdversarialDetector<float[]> detector, float[][] rows) => Array.ConvertAll(rows, row => Wait(detector.ReadAsync(row)));

    private static double? Auc(AdversarialReading[] clean, AdversarialReading[] broken, Func<AdversarialReading, double> score)
    {
        if (broken.Length == 0)
        {
            return null;
        }

        double[] scores = [.. clean.Concat(broken).Select(score)];
        byte[] labels = [.. clean.Select(static _ => (byte)0), .. broken.Select(static _ => (byte)1)];
        return RocAuc.Compute<double>(scores, labels).Area;
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static T Wait<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    private static void Wait(ValueTask task) => task.AsTask().GetAwaiter().GetResult();
}
