namespace AISafety.Tests.Anomaly;

public sealed class AnomalyReloadTests
{
    private static readonly FeatureSchema<float[]> _two = Detectors.Schema(2);

    [TestCase("robust")]
    [TestCase("mahalanobis")]
    [TestCase("forest")]
    [TestCase("neighbors")]
    public void Reload_of_the_rate_moves_the_threshold_by_the_kept_calibration(string detector)
    {
        IInputGuard<float[]> guard = Guard(detector);
        IReloadableGuard reloadable = (IReloadableGuard)guard;
        double before = Threshold(guard);

        Assert.That(reloadable.FindFault(new() { AlarmRate = 0.3 }), Is.Null);
        reloadable.Reload(new() { AlarmRate = 0.3 });
        Assert.That(Threshold(guard), Is.LessThan(before));
        Assert.That(guard.Inspect(_two, [90, 90]).Evidence[0].Message, Does.Contain("alarm rate of 0.3"));

        double share = Detectors.Normal(2_000, 2, 5).Count(row => guard.Inspect(_two, row).Action != SafetyAction.Allow) / 2_000.0;
        Assert.That(share, Is.EqualTo(0.3).Within(0.1));

        reloadable.Reload(new());
        Assert.That(Threshold(guard), Is.EqualTo(before), "null is again as the guard was built");
    }

    [Test]
    public void Reload_of_the_action_changes_what_is_done()
    {
        IInputGuard<float[]> guard = Guard("robust");
        Assert.That(guard.Inspect(_two, [90, 90]).Action, Is.EqualTo(SafetyAction.Flag));

        ((IReloadableGuard)guard).Reload(new() { Otherwise = SafetyAction.Block });
        Assert.That(guard.Inspect(_two, [90, 90]).Action, Is.EqualTo(SafetyAction.Block));
    }

    [Test]
    public void FindFault_names_what_the_guard_cannot_take_and_changes_nothing()
    {
        IInputGuard<float[]> guard = Guard("mahalanobis");
        IReloadableGuard reloadable = (IReloadableGuard)guard;
        double before = Threshold(guard);

        Assert.That(reloadable.FindFault(new() { AlarmRate = 0.6 }), Does.Contain("AlarmRate is 0.6").And.Contain("0.5"));
        Assert.That(reloadable.FindFault(new() { Otherwise = SafetyAction.Allow }), Does.Contain("Otherwise is Allow"));
        Assert.That(reloadable.FindFault(new() { Minimum = 0.5 }), Does.Contain("Minimum"));
        Assert.That(reloadable.FindFault(new() { AlarmRate = 0.004 }), Does.Contain("AlarmRate is 0.004").And.Contain("199 calibrating rows").And.Contain("takes 249"));
        Assert.That(reloadable.FindFault(new() { Mode = GuardMode.ReportOnly, AlarmRate = 0.005, Otherwise = SafetyAction.Review }), Is.Null);
        Assert.That(Threshold(guard), Is.EqualTo(before));
    }

    [Test]
    public void FindFault_of_a_rate_that_infinite_scores_use_up_says_so()
    {
        // One row in eighty has a flag that the fitting rows hardly ever have: some builds get one that varies in neither half.
        float[][] reference = [.. Detectors.Normal(400, 2, 2).Select(row => new[] { row[0], 1f })];
        reference[17][1] = 2;
        for (int seed = 0; seed < 20; seed++)
        {
            IInputGuard<float[]> guard = Detectors.Create(Detectors.Builder(_two).AddAnomalyDetection(reference, 0.05, options: new() { Seed = seed }));
            string? fault = ((IReloadableGuard)guard).FindFault(new() { AlarmRate = 0.005 });
            if (fault is not null)
            {
                Assert.That(fault, Does.Contain("infinitely strange"));
                return;
            }
        }

        Assert.Fail("The rare row never calibrated.");
    }

    [Test]
    public void FindFault_with_a_confidence_asks_for_more()
    {
        IReloadableGuard guard = (IReloadableGuard)Detectors.Create(
            Detectors.Builder(_two).AddAnomalyDetection(Detectors.Normal(400, 2, 1), 0.05, options: new() { RateConfidence = 0.95 }));

        Assert.That(guard.FindFault(new() { AlarmRate = 0.01 }), Does.Contain("takes 299"));
        Assert.That(guard.FindFault(new() { AlarmRate = 0.03 }), Is.Null);
    }

    private static double Threshold(IInputGuard<float[]> guard) => guard.Inspect(_two, [90, 90]).Evidence[0].Threshold;

    private static IInputGuard<float[]> Guard(string detector) =>
        Detectors.Create(Detectors.Builder(_two).AddAnomalyDetection(Detectors.Normal(400, 2, 1), options: new() { Detector = Detectors.Named(detector) }));
}
