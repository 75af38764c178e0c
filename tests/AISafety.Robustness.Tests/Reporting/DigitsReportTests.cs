using System.Globalization;
using AISafety.Adversarial;

namespace AISafety.Robustness.Tests;

/// <summary>Attacks, a detector and a report on a trained network of real digits.</summary>
[TestFixture]
[Category("SharedData")]
public sealed class DigitsReportTests
{
    private static readonly ImageShape Shape = new(8, 8);

    [Test]
    public async Task Build_on_digits_orders_attacks_by_what_they_know_and_detectors_by_who_knows_them()
    {
        OnnxGraph model = OnnxGraph.Load(SharedData.File("vision/onnx/digits_mlp_dev.onnx"));
        (float[] rows, int[] labels) = Digits(200);
        AttackBudget budget = AttackBudget.LInfinity(0.1f);
        RobustnessReportBuilder builder = new();
        Pgd pgd = new() { Budget = budget, Restarts = 2 };
        _ = await builder.AttackAsync(
            model, rows, labels,
            [new Fgsm { Budget = budget }, pgd, new SquareAttack { Budget = budget, Shape = Shape, MaximumQueries = 1_000 }, new NoiseAttack { Budget = budget, MaximumQueries = 100 }],
            [0.02f, 0.05f, 0.1f, 0.2f]);
        _ = await builder.AttackAsync(
            model, rows, labels, [new Pgd { Budget = AttackBudget.L2(1) }, new HopSkipJump { Budget = AttackBudget.L2(1), MaximumQueries = 2_000 }, new SimBa { Budget = AttackBudget.L2(1), MaximumQueries = 1_000 }], [0.2f, 0.5f, 1]);
        MaskingCheckResult masking = await GradientMaskingCheck.RunAsync(model, rows, labels, new() { Budget = budget, Shape = Shape });
        SqueezingDetector detector = new(model, await Threshold(model, rows), areLogits: true, Squeeze);
        DetectorRates rates = await DetectorRates.MeasureAsync(
            detector, await pgd.RunAsync(model, rows, labels), await (pgd with { Detector = detector }).RunAsync(model, rows, labels));
        RobustnessReport report = builder.AddMasking(masking).AddDetector(rates).ShowExamples(6, Shape).Build();
        report.WriteHtml(Path.Combine(TestContext.CurrentContext.WorkDirectory, "robustness-digits.html"), "Digits network");
        report.WriteJson(Path.Combine(TestContext.CurrentContext.WorkDirectory, "robustness-digits.json"));

        RobustnessPoint[] at = [.. report.Attacks.Where(point => point.Budget == budget)];
        double Left(string attack) => at.Single(point => point.Attack == attack).Accuracy.Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Findings.Select(static finding => finding.Text), Is.Empty);
            Assert.That(Left("PGD-40 x 3"), Is.LessThanOrEqualTo(Left("FGSM")));
            Assert.That(Left("PGD-40 x 3"), Is.LessThanOrEqualTo(Left("Square Attack")));
            Assert.That(Left("Square Attack"), Is.LessThan(Left("Noise")));
            Assert.That(rates.FalseAlarmRate, Is.LessThanOrEqualTo(0.05));
            Assert.That(rates.AwarePassRate, Is.GreaterThan(rates.ObliviousPassRate));
        }
    }

    private static void Squeeze(ReadOnlySpan<float> row, long seed, Span<float> squeezed)
    {
        for (int i = 0; i < row.Length; i++)
        {
            squeezed[i] = MathF.Round(row[i] * 3) / 3;
        }
    }

    // The score that 5 % of the clean rows exceed.
    private static async Task<float> Threshold(OnnxGraph model, float[] rows)
    {
        float[] scores = new float[rows.Length / model.InputLength];
        await new SqueezingDetector(model, 2, areLogits: true, Squeeze).ScoreAsync(rows, scores);
        return scores.Order().ElementAt(scores.Length * 95 / 100);
    }

    private static (float[] Rows, int[] Labels) Digits(int count)
    {
        string[][] lines = [.. File.ReadLines(SharedData.File("vision/digits_test.csv")).Take(count).Select(static line => line.Split(','))];
        return ([.. lines.SelectMany(static line => line[..64].Select(static pixel => float.Parse(pixel, CultureInfo.InvariantCulture) / 16))], [.. lines.Select(static line => int.Parse(line[64], CultureInfo.InvariantCulture))]);
    }
}
