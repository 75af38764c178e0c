using System.Text;
using System.Text.Json.Nodes;

namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class RobustnessReportTests
{
    private static readonly float[] Epsilons = [0.02f, 0.05f, 0.1f];

    private static async Task<(AttackCase Test, RobustnessReportBuilder Builder)> Begin()
    {
        AttackCase test = new();
        RobustnessReportBuilder builder = new();
        _ = await builder.AttackAsync(
            test.Model, test.Rows, test.Labels, [new Fgsm { Budget = AttackBudget.LInfinity(1) }, new Pgd { Budget = AttackBudget.LInfinity(1), Steps = 10 }, new Pgd { Budget = AttackBudget.L2(1), Steps = 10 }], Epsilons);
        return (test, builder);
    }

    [Test]
    public async Task Build_all_attacks_together_leave_no_more_than_any_and_less_with_each_budget()
    {
        (_, RobustnessReportBuilder builder) = await Begin();
        RobustnessReport report = builder.Build();
        RobustnessPoint[] together = [.. report.Together.Where(static point => point.Budget.Norm == AttackNorm.LInfinity)];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Attacks, Has.Count.EqualTo(9));
            Assert.That(report.Clean.Count, Is.EqualTo(54));
            Assert.That(together.Select(static point => point.Budget.Epsilon), Is.EqualTo(Epsilons));
            Assert.That(together.Select(static point => point.Accuracy.Value), Is.Ordered.Descending);
            foreach (RobustnessPoint point in together)
            {
                RobustnessPoint[] same = [.. report.Attacks.Where(attack => attack.Budget == point.Budget)];
                Assert.That(same, Has.Length.EqualTo(2));
                Assert.That(point.Accuracy.Value, Is.LessThanOrEqualTo(same.Min(static attack => attack.Accuracy.Value)));
                Assert.That(point.Accuracy.Interval.Lower, Is.LessThanOrEqualTo(point.Accuracy.Value));
            }
        }
    }

    [Test]
    public async Task Build_certificate_that_an_attack_contradicts_is_found()
    {
        (AttackCase test, RobustnessReportBuilder builder) = await Begin();
        double[] radii = [.. Enumerable.Repeat(1e-6, 60)];
        RobustnessReport sound = builder.AddCertificates("tiny", AttackNorm.LInfinity, radii).Build();
        Array.Fill(radii, 0.5);
        RobustnessReport unsound = builder.AddCertificates("bold", AttackNorm.LInfinity, radii).Build();

        Assert.That(sound.Findings, Is.Empty);
        Assert.That(unsound.Findings.Single().Code, Is.EqualTo("certificate.contradicted"));
        Assert.That(unsound.Findings[0].Text, Does.StartWith("bold certifies"));
        Assert.That(test.Labels, Has.Length.EqualTo(60));
    }

    [Test]
    public void Accuracy_certified_counts_radii_that_are_at_least_that()
    {
        CertifiedCurve curve = new("bounds", AttackNorm.L2, [0, 0.1, 0.2, 0.2, double.PositiveInfinity], 0.95);

        Assert.That(new[] { 0, 0.1, 0.15, 0.2, 0.3 }.Select(radius => curve.Accuracy(radius).Count), Is.EqualTo(new[] { 4, 4, 3, 3, 1 }));
    }

    [Test]
    public async Task WriteJson_has_every_part_and_no_values_of_rows()
    {
        (AttackCase test, RobustnessReportBuilder builder) = await Begin();
        MaskingCheckResult masking = await GradientMaskingCheck.RunAsync(test.Model, test.Rows, test.Labels, new() { Budget = AttackBudget.LInfinity(0.05f), Steps = 5, Queries = 50, Tolerance = 1 });
        RobustnessReport report = builder.AddMasking(masking).AddCertificates("bounds", AttackNorm.LInfinity, new double[60]).ShowExamples(3).Build();
        using MemoryStream stream = new();
        report.WriteJson(stream);
        string text = Encoding.UTF8.GetString(stream.ToArray());
        JsonNode json = JsonNode.Parse(text)!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)json["formatVersion"]!, Is.EqualTo(1));
            Assert.That((double)json["clean"]!["value"]!, Is.EqualTo(0.9).Within(1e-12));
            Assert.That(json["attacks"]!.AsArray(), Has.Count.EqualTo(9));
            Assert.That((double)json["attacks"]![0]!["epsilon"]!, Is.EqualTo(0.02));
            Assert.That((string?)json["attacks"]![0]!["knows"], Is.EqualTo("gradients"));
            Assert.That((string?)json["together"]![0]!["attack"], Is.EqualTo("all"));
            Assert.That((bool)json["gradientsWereChecked"]!, Is.True);
            Assert.That(json["examples"]!.AsArray(), Has.Count.EqualTo(3));
            Assert.That(text, Does.Not.Contain(test.Rows[0].ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    [Test]
    public async Task WriteHtml_is_one_page_that_loads_nothing_and_encodes_text()
    {
        (AttackCase test, RobustnessReportBuilder builder) = await Begin();
        string page = Html(builder.AddCertificates("<b>bounds</b>", AttackNorm.LInfinity, new double[60]).ShowExamples(4, new(4, 4)).Build());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("img-src data:"));
            Assert.That(page, Does.Contain("data:image/png;base64,"));
            Assert.That(page, Does.Not.Contain("<b>bounds"));
            Assert.That(page, Does.Contain("&lt;b&gt;bounds"));
            Assert.That(page, Does.Not.Contain("http:").And.Not.Contain("https:").And.Not.Contain("<script"));
            Assert.That(page, Does.Contain("PGD-10"));
            Assert.That(Html(builder.Build()), Is.EqualTo(page), "the same bytes for the same report");
            Assert.That(test.Rows, Has.Length.EqualTo(960));
        }
    }

    [Test]
    public async Task WriteHtml_without_examples_shows_no_row()
    {
        (_, RobustnessReportBuilder builder) = await Begin();
        string page = Html(builder.Build());

        Assert.That(page, Does.Not.Contain("<img").And.Not.Contain("id=\"examples\""));
    }

    [Test]
    public async Task AddAttack_on_other_rows_is_refused()
    {
        (_, RobustnessReportBuilder builder) = await Begin();
        AttackCase other = new(seed: 2);
        AttackResult result = await new Fgsm { Budget = AttackBudget.LInfinity(0.1f) }.RunAsync(other.Model, other.Rows, other.Labels);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => builder.AddAttack(result), Throws.ArgumentException.With.Message.Contains("different rows"));
            Assert.That(() => builder.AddCertificates("short", AttackNorm.L2, new double[3]).Build(), Throws.InvalidOperationException.With.Message.Contains("3 radii"));
            Assert.That(() => new RobustnessReportBuilder().Build(), Throws.InvalidOperationException);
            Assert.That(() => new RobustnessReportBuilder(1), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => builder.AddCertificates("bad", AttackNorm.L2, [-1.0]), Throws.ArgumentException.With.Message.Contains("row 0"));
        }
    }

    [Test]
    public async Task AddMasking_and_AddDetector_of_other_rows_are_refused()
    {
        (_, RobustnessReportBuilder builder) = await Begin();
        AttackCase other = new(seed: 2);
        MaskingCheckResult masking = await GradientMaskingCheck.RunAsync(other.Model, other.Rows, other.Labels, new() { Budget = AttackBudget.LInfinity(0.05f), Steps = 2, Queries = 5 });
        SqueezingDetector detector = new(other.Model, 0.5f, areLogits: true, static (row, _, squeezed) => row.CopyTo(squeezed));
        Fgsm attack = new() { Budget = AttackBudget.LInfinity(0.1f) };
        DetectorRates rates = await DetectorRates.MeasureAsync(
            detector, await attack.RunAsync(other.Model, other.Rows, other.Labels), await (attack with { Detector = detector }).RunAsync(other.Model, other.Rows, other.Labels));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => builder.AddMasking(masking), Throws.ArgumentException.With.Message.Contains("different rows"));
            Assert.That(() => builder.AddDetector(rates), Throws.ArgumentException.With.Message.Contains("different rows"));
            Assert.That(() => new RobustnessReportBuilder().AddDetector(rates).AddMasking(masking), Throws.Nothing);
        }
    }

    [Test]
    public async Task WriteHtml_of_no_rows_draws_nothing()
    {
        AttackResult none = await new Fgsm { Budget = AttackBudget.LInfinity(0.1f) }.RunAsync(new AttackCase().Model, ReadOnlyMemory<float>.Empty, ReadOnlyMemory<int>.Empty);
        string page = Html(new RobustnessReportBuilder().AddAttack(none).Build());

        Assert.That(page, Does.Not.Contain("NaN").And.Not.Contain("id=\"curves\""));
    }

    private static string Html(RobustnessReport report)
    {
        using MemoryStream stream = new();
        report.WriteHtml(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
