using AISafety.Adversarial;
using AISafety.Tests.Support;

namespace AISafety.Tests.Adversarial;

public sealed class AdversarialGuardTests
{
    private static readonly Lazy<Task<AdversarialDetector<float[]>>> _detector = new(static async () => await AdversarialDetector.FitAsync(
        RowModel.Of(Digits.Network), Digits.TrainingRows, Digits.TrainingLabels, Digits.CleanRows, AdversarialDetectionOptions.ForImages(Digits.Shape) with { Seed = 0 }));

    [TestCase(SafetyAction.Flag)]
    [TestCase(SafetyAction.Review)]
    [TestCase(SafetyAction.Block)]
    public async Task InspectAsync_attacked_digit_gets_the_chosen_action_and_says_why(SafetyAction otherwise)
    {
        float[] attacked = Digits.Network.Attack(Digits.TestRows[0], Digits.TestLabels[0], 0.3f, 40);

        Verdict<float[]> verdict = Guards.InspectInput(Builder().AddAdversarialDetection(await _detector.Value, 0.05, otherwise), attacked);

        Assert.That(verdict.Action, Is.EqualTo(otherwise));
        Assert.That(verdict.Evidence[0].Code, Is.EqualTo("adversarial.input"));
        Assert.That(verdict.Evidence[0].Score, Is.GreaterThan(verdict.Evidence[0].Threshold));
        Assert.That(verdict.Evidence[0].Message, Does.Contain("most of all by ").And.Contain("0.05"));
    }

    [Test]
    public async Task InspectAsync_clean_digit_is_allowed() =>
        Assert.That(Guards.InspectInput(Builder().AddAdversarialDetection(await _detector.Value), Digits.CleanRows[0]).Action, Is.EqualTo(SafetyAction.Allow));

    [TestCase(float.NaN, "adversarial.not-finite")]
    [TestCase(float.NegativeInfinity, "adversarial.not-finite")]
    public async Task InspectAsync_what_is_not_finite_is_blocked_whatever_the_action(float value, string code)
    {
        float[] row = [.. Digits.TestRows[0]];
        row[63] = value;

        Verdict<float[]> verdict = Guards.InspectInput(Builder().AddAdversarialDetection(await _detector.Value), row);

        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Block));
        Assert.That(verdict.Evidence[0].Code, Is.EqualTo(code));
    }

    [Test]
    public async Task InspectAsync_other_width_is_blocked()
    {
        Verdict<float[]> verdict = Guards.InspectInput(Builder().AddAdversarialDetection(await _detector.Value), [1, 2]);

        Assert.That(verdict.Evidence[0].Code, Is.EqualTo("adversarial.width"));
        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Block));
    }

    [Test]
    public async Task InspectAsync_model_without_scores_is_blocked()
    {
        bool isSilent = false;
        IModel<float[], Classification> model = Model.FromDelegate<float[], Classification>(
            row => isSilent ? default : Classification.TakeProbabilities(row[0] > 0 ? [0.1f, 0.9f] : [0.9f, 0.1f]));
        Random random = new(1);
        float[][] rows = [.. Enumerable.Range(0, 300).Select(_ => new[] { (float)random.NextDouble() - 0.5f })];
        AdversarialDetector<float[]> detector = await AdversarialDetector.FitAsync(RowModel.Of(model), rows);
        isSilent = true;

        Verdict<float[]> verdict = Guards.InspectInput(Builder().AddAdversarialDetection(detector), rows[0]);

        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Block));
        Assert.That(verdict.Evidence[0].Code, Is.EqualTo("adversarial.no-scores"));
    }

    [Test]
    public async Task Reload_changes_rate_and_action_and_refuses_what_is_not_supported()
    {
        AdversarialDetector<float[]> detector = await _detector.Value;
        SafetyBuilder<float[], Classification> builder = Builder().AddAdversarialDetection(detector, 0.01);
        IInputGuard<float[]> guard = builder.InputGuards.Single().Create(new(null, TimeProvider.System));
        IReloadableGuard reloadable = (IReloadableGuard)guard;
        float[] row = Digits.TestRows.First(one => detector.ReadAsync(one).AsTask().Result.PValue is > 0.05 and < 0.2);
        SafetyContext context = Guards.Context<float[]>(null, row);
        Assert.That((await guard.InspectAsync(row, context)).Action, Is.EqualTo(SafetyAction.Allow));

        Assert.That(reloadable.FindFault(new() { AlarmRate = 0.001 }), Does.Contain("AlarmRate is 0.001").And.Contain("999"));
        Assert.That(reloadable.FindFault(new() { Minimum = 0.5 }), Does.Contain("no setting"));
        Assert.That(reloadable.FindFault(new() { AlarmRate = 0.2, Otherwise = SafetyAction.Block }), Is.Null);
        reloadable.Reload(new() { AlarmRate = 0.2, Otherwise = SafetyAction.Block });

        Assert.That((await guard.InspectAsync(row, context)).Action, Is.EqualTo(SafetyAction.Block));
    }

    [Test]
    public async Task AddAdversarialDetection_refuses_what_is_out_of_range()
    {
        AdversarialDetector<float[]> detector = await _detector.Value;
        Assert.Multiple(() =>
        {
            Assert.That(() => Builder().AddAdversarialDetection(detector, 0), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("alarmRate is 0;"));
            Assert.That(() => Builder().AddAdversarialDetection(detector, double.NaN), Throws.TypeOf<SafetyBuildException>());
            Assert.That(() => Builder().AddAdversarialDetection(detector, 0.0001), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("it takes 9999"));
            Assert.That(() => Builder().AddAdversarialDetection(detector, 0.01, SafetyAction.Replace), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("Flag, Review or Block"));
        });
    }

    [Test]
    public async Task AddAdversarialDetection_one_in_a_hundred_takes_148_clean_rows()
    {
        AdversarialDetector<float[]> enough = await FitAsync(148);
        AdversarialDetector<float[]> tooFew = await FitAsync(147);

        Assert.That(() => Builder().AddAdversarialDetection(enough), Throws.Nothing);
        Assert.That(() => Builder().AddAdversarialDetection(tooFew), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("98 calibrating").And.Message.Contains("it takes 99"));

        static async Task<AdversarialDetector<float[]>> FitAsync(int clean) => await AdversarialDetector.FitAsync(
            RowModel.Of(Digits.Network), Digits.TrainingRows, Digits.TrainingLabels, Digits.CleanRows[..clean], new() { Signs = [AdversarialSign.NeighborDistance()] });
    }

    private static SafetyBuilder<float[], Classification> Builder() => new(Digits.Network);
}
