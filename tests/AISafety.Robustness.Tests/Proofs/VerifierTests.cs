namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class VerifierTests
{
    private static readonly OnnxGraph _small = OnnxGraph.Load(new GraphCase("small", [2], g => g
        .Node("Gemm", ["x", g.Numbers(2, 12), g.Numbers(12)], "a").Node("Relu", ["a"], "b")
        .Node("Gemm", ["b", g.Numbers(12, 10), g.Numbers(10)], "c").Node("Relu", ["c"], "d").Node("Gemm", ["d", g.Numbers(10, 2), g.Numbers(2)], "y")).Write());

    // A fine grid is the judge: the threshold is put a little above or below the greatest output that it finds. By boxes and by ReLUs.
    [Test]
    public void Verify_agrees_with_a_grid([Values(0, 12)] int maxSplitInputs, [Values(0, 1, 2, 3)] int box)
    {
        InputBox inputs = new([-1 + 0.4 * box, -0.8], [0.3 * box, 0.9 - 0.2 * box]);
        double greatest = Greatest(inputs);
        VerificationOptions options = new() { MaxSplitInputs = maxSplitInputs, AttackStarts = 0 };
        VerificationResult holds = Verifier.Verify(_small, Below(inputs, greatest + 0.02), options);
        VerificationResult violated = Verifier.Verify(_small, Below(inputs, greatest - 1e-4), options);
        Assert.That((holds.Verdict, violated.Verdict), Is.EqualTo((VerificationVerdict.Holds, VerificationVerdict.Violated)));
        Assert.That(holds.Bound, Is.GreaterThan(0).And.LessThan(0.021));
        float[] output = new float[2];
        _small.Score([.. violated.Counterexample], output);
        Assert.That(output[0], Is.GreaterThanOrEqualTo((float)(greatest - 1e-4)));
        Assert.That(Enumerable.Range(0, 2).All(i => violated.Counterexample[i] >= inputs.Lower[i] && violated.Counterexample[i] <= inputs.Upper[i]), Is.True);
    }

    [Test]
    public void Verify_without_budget_is_unknown_with_the_bound_reached()
    {
        InputBox inputs = new([-1, -1], [1, 1]);
        VerificationResult result = Verifier.Verify(_small, Below(inputs, Greatest(inputs) + 1e-6), new VerificationOptions { MaxBranches = 3, AttackStarts = 0 });
        Assert.That((result.Verdict, result.Branches, result.Counterexample.Count), Is.EqualTo((VerificationVerdict.Unknown, 3L, 0)));
        Assert.That(result.Bound, Is.LessThan(0));
    }

    [Test]
    public void Verify_a_counterexample_that_the_replaying_model_refuses_is_none()
    {
        InputBox inputs = new([-1, -1], [1, 1]);
        VerificationProperty property = Below(inputs, Greatest(inputs) - 0.1);
        VerificationResult result = Verifier.Verify(_small, property, new VerificationOptions { MaxBranches = 50, AttackSteps = 5 }, _ => [-1000, 0]);
        Assert.That(result.Verdict, Is.EqualTo(VerificationVerdict.Unknown));
    }

    [Test]
    public void Verify_equal_scores_never_hold()
    {
        // Two outputs that are the same: no margin, so that "the class stays" is never proved; a tie is refuted only where no rounding is in doubt.
        OnnxGraph twins = OnnxGraph.Load(new GraphCase("twins", [2], g => g.Node("MatMul", ["x", g.Numbers(2, 1)], "a").Node("MatMul", ["a", g.Numbers(0.7f, 0.7f, 1, 2)], "y")).Write());
        VerificationResult result = Verifier.Verify(twins, VerificationProperty.ClassStays(new([0, 0], [1, 1]), 0, 2));
        Assert.That(result.Verdict, Is.Not.EqualTo(VerificationVerdict.Holds));
    }

    [Test]
    public void Verify_a_property_of_another_width_is_refused() =>
        Assert.That(() => Verifier.Verify(_small, Below(new([0], [1]), 0)), Throws.ArgumentException.With.Message.Contains("1 inputs and 2 outputs; the network 2 and 2"));

    [Test]
    public void Verify_a_cancelled_search_says_so() =>
        Assert.That(() => Verifier.Verify(_small, Below(new([0, 0], [1, 1]), 0), cancellationToken: new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());

    // Infinities that cancel on the way: no comparison that fails may count as a proof. y is at least 1 everywhere.
    [Test]
    public void Verify_bounds_that_are_no_numbers_prove_nothing([Values(0, 12)] int maxSplitInputs)
    {
        OnnxGraph huge = OnnxGraph.Load(new GraphCase("huge", [1], g => g.Node("MatMul", ["x", g.Exactly([1e10f], 1, 1)], "a").Node("Relu", ["a"], "y")).Write());
        VerificationProperty property = new([new ForbiddenCase(new([1e300], [2e300]), [[new LinearConstraint([-1], -1)]])]);
        VerificationResult result = Verifier.Verify(huge, property, new VerificationOptions { MaxSplitInputs = maxSplitInputs, MaxBranches = 50 });
        Assert.That(result.Verdict, Is.EqualTo(VerificationVerdict.Unknown));
    }

    // The only input lies between two floats: what holds there is not refuted by a float beside it.
    [Test]
    public void Verify_a_box_without_a_float_is_judged_by_its_own_point()
    {
        OnnxGraph less = OnnxGraph.Load(new GraphCase("less", [1], g => g.Node("Sub", ["x", g.Exactly([0.1f], 1)], "y")).Write());
        InputBox point = new([0.1], [0.1]);
        Assert.That(Verifier.Verify(less, new([new ForbiddenCase(point, [[new LinearConstraint([-1], 0)]])])).Verdict, Is.EqualTo(VerificationVerdict.Holds));
        Assert.That(Verifier.Verify(less, new([new ForbiddenCase(point, [[new LinearConstraint([1], 0)]])])).Verdict, Is.EqualTo(VerificationVerdict.Violated));
    }

    [TestCase(1e-200, 0)]
    [TestCase(1, 1e101)]
    [TestCase(double.NaN, 0)]
    public void Constraint_out_of_range_is_refused(double coefficient, double bound) =>
        Assert.That(() => new LinearConstraint([coefficient], bound), Throws.ArgumentException);

    // Some of the competition's networks, decided in under a second each.
    [TestCase("ACASXU_run2a_1_2_batch_2000.onnx", "prop_1.vnnlib", VerificationVerdict.Holds)]
    [TestCase("ACASXU_run2a_1_7_batch_2000.onnx", "prop_3.vnnlib", VerificationVerdict.Violated)]
    [TestCase("ACASXU_run2a_2_9_batch_2000.onnx", "prop_2.vnnlib", VerificationVerdict.Violated)]
    [TestCase("ACASXU_run2a_2_2_batch_2000.onnx", "prop_4.vnnlib", VerificationVerdict.Holds)]
    [Category("SharedData")]
    public void Verify_decides_airborne_collision_avoidance(string network, string property, VerificationVerdict verdict)
    {
        OnnxGraph graph = OnnxGraph.Load(SharedData.File($"vision/vnncomp/acasxu/{network}"));
        VerificationResult result = Verifier.Verify(graph, VnnLibProperty.Load(SharedData.File($"vision/vnncomp/acasxu/{property}")), new VerificationOptions { Timeout = TimeSpan.FromMinutes(5) });
        Assert.That(result.Verdict, Is.EqualTo(verdict));
    }

    [TestCase("prop_5_0.03.vnnlib", VerificationVerdict.Holds)]
    [TestCase("prop_14_0.05.vnnlib", VerificationVerdict.Violated)]
    [Category("SharedData")]
    public void Verify_decides_digits(string property, VerificationVerdict verdict)
    {
        OnnxGraph graph = OnnxGraph.Load(SharedData.File("vision/vnncomp/mnistfc/mnist-net_256x2.onnx"));
        VerificationResult result = Verifier.Verify(graph, VnnLibProperty.Load(SharedData.File($"vision/vnncomp/mnistfc/{property}")), new VerificationOptions { Timeout = TimeSpan.FromMinutes(5) });
        Assert.That(result.Verdict, Is.EqualTo(verdict));
    }

    private static VerificationProperty Below(InputBox box, double threshold) => new([new ForbiddenCase(box, [[new LinearConstraint([-1, 0], -threshold)]])]);

    private static double Greatest(InputBox box)
    {
        const int Steps = 400;
        float[] rows = new float[2 * (Steps + 1) * (Steps + 1)];
        for (int i = 0; i < rows.Length / 2; i++)
        {
            rows[2 * i] = (float)(box.Lower[0] + (box.Upper[0] - box.Lower[0]) * (i % (Steps + 1)) / Steps);
            rows[2 * i + 1] = (float)(box.Lower[1] + (box.Upper[1] - box.Lower[1]) * (i / (Steps + 1)) / Steps);
        }

        float[] scores = new float[rows.Length];
        _small.Score(rows, scores);
        return Enumerable.Range(0, rows.Length / 2).Max(i => scores[2 * i]);
    }
}
