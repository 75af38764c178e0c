namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class GradientMaskingCheckTests
{
    private static readonly MaskingCheckOptions Options = new() { Budget = AttackBudget.LInfinity(0.05f), Steps = 10, Queries = 300 };

    [Test]
    public async Task RunAsync_plain_model_shows_no_sign()
    {
        AttackCase test = new(rows: 100);
        MaskingCheckResult result = await GradientMaskingCheck.RunAsync(test.Model, test.Rows, test.Labels, Options);

        Assert.That(result.Findings.Select(static finding => finding.Text), Is.Empty);
        Assert.That(result.ZeroGradients, Is.Zero);
        Assert.That(result.Attacks, Has.Count.EqualTo(8));
    }

    [Test]
    public async Task RunAsync_model_without_gradients_shows_every_sign_of_it()
    {
        AttackCase test = new(rows: 100);
        MaskingCheckResult result = await GradientMaskingCheck.RunAsync(new Flat(test.Model), test.Rows, test.Labels, Options with { Shape = new(4, 4), Budget = AttackBudget.LInfinity(0.1f) });
        string[] codes = [.. result.Findings.Select(static finding => finding.Code)];

        Assert.That(codes, Is.SupersetOf(new[] { "masking.unbounded", "masking.black-box", "masking.zero-gradient" }));
        Assert.That(result.ZeroGradients, Is.EqualTo(1));
    }

    [Test]
    public async Task RunAsync_gradients_that_point_the_wrong_way_are_found()
    {
        AttackCase test = new(rows: 100);
        MaskingCheckResult result = await GradientMaskingCheck.RunAsync(test.Model, test.Rows, test.Labels, Options with { GradientsFrom = new Flat(test.Model, -1) });

        Assert.That(result.Findings.Select(static finding => finding.Code), Does.Contain("masking.black-box"));
        Assert.That(result.Findings.Select(static finding => finding.Code), Does.Not.Contain("masking.zero-gradient"));
    }

    [Test]
    public void RunAsync_bad_options_are_refused() =>
        Assert.That(
            async () => await GradientMaskingCheck.RunAsync(new AttackCase().Model, default, default, Options with { Steps = 1 }), Throws.ArgumentException.With.Message.EqualTo("MaskingCheckOptions.Steps is 1; expected 2 to 100000."));

    [Test]
    public void RunAsync_bad_options_are_refused_before_the_model_is_asked()
    {
        AttackCase test = new();
        int before = test.Model.Asked;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(async () => await GradientMaskingCheck.RunAsync(test.Model, test.Rows, test.Labels, Options with { Queries = 0 }), Throws.ArgumentException.With.Message.Contains("MaskingCheckOptions.Queries"));
            Assert.That(async () => await GradientMaskingCheck.RunAsync(test.Model, test.Rows, test.Labels, Options with { Shape = new(5, 5) }), Throws.ArgumentException.With.Message.Contains("MaskingCheckOptions.Shape"));
            Assert.That(test.Model.Asked, Is.EqualTo(before));
        }
    }

    private sealed class Flat(SmallNetwork network, float factor = 0) : IDifferentiableModel
    {
        public int InputLength => network.InputLength;

        public int OutputLength => network.OutputLength;

        public ValueTask ScoreAsync(ReadOnlyMemory<float> rows, Memory<float> scores, CancellationToken cancellationToken) => network.ScoreAsync(rows, scores, cancellationToken);

        public void Differentiate(ReadOnlySpan<float> rows, ScoreLoss loss, Span<float> scores, Span<float> gradients)
        {
            network.Differentiate(rows, loss, scores, gradients);
            for (int i = 0; i < rows.Length; i++)
            {
                gradients[i] *= factor;
            }
        }
    }
}
