namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class StepKernelsTests
{
    [Test]
    public void Sign_every_length_is_the_formula_and_takes_odd_derivatives()
    {
        Random random = new(2);
        AttackBudget budget = AttackBudget.LInfinity(0.1f);
        for (int length = 0; length <= 67; length++)
        {
            float[] original = Draw(length);
            float[] x = [.. original.Select(value => Math.Clamp(value + (float)(0.2 * (random.NextDouble() - 0.5)), 0, 1))];
            float[] gradient = [.. Draw(length).Select((value, i) => i % 7 == 3 ? float.NaN : i % 5 == 4 ? 0 : i % 11 == 5 ? float.NegativeInfinity : value - 0.5f)];
            float[] expected = [.. x.Select((value, i) =>
            {
                float moved = gradient[i] > 0 ? value + 0.03f : gradient[i] < 0 ? value - 0.03f : value;
                return Math.Min(Math.Max(moved, Math.Max(Inward(original[i] - 0.1f, original[i]), 0)), Math.Min(Inward(original[i] + 0.1f, original[i]), 1));
            })];
            StepKernels.Sign(x, original, gradient, 0.03f, budget);

            Assert.That(x, Is.EqualTo(expected), $"length {length}");
        }

        static float Inward(float edge, float center) => Math.Abs((double)edge - center) <= 0.1f ? edge : edge > center ? MathF.BitDecrement(edge) : MathF.BitIncrement(edge);

        float[] Draw(int length) => [.. Enumerable.Range(0, length).Select(_ => (float)random.NextDouble())];
    }

    [TestCase(1e-30f)]
    [TestCase(1)]
    [TestCase(1e30f)]
    public void Along_any_scale_of_gradient_goes_one_step(float scale)
    {
        float[] original = [0.5f, 0.5f, 0.5f];
        float[] x = [.. original];
        StepKernels.Along(x, original, [3 * scale, 0, 4 * scale], 0.1f, AttackBudget.L2(1));

        Assert.That(x, Is.EqualTo(new[] { 0.56f, 0.5f, 0.58f }).Within(1e-6f));
    }

    [TestCase(float.NaN)]
    [TestCase(0)]
    [TestCase(float.PositiveInfinity)]
    public void Along_gradient_without_direction_stays(float derivative)
    {
        float[] x = [0.4f, 0.6f];
        StepKernels.Along(x, [0.4f, 0.6f], [derivative, 0], 0.1f, AttackBudget.L2(1));

        Assert.That(x, Is.EqualTo(new[] { 0.4f, 0.6f }));
    }

    [Test]
    public void Project_far_point_lies_on_the_ball_and_in_the_range()
    {
        float[] x = [5, -5, 0.5f];
        StepKernels.Project(x, [0.9f, 0.1f, 0.5f], AttackBudget.L2(0.5f));

        Assert.That(x, Has.All.InRange(0, 1));
        Assert.That(AttackBudget.L2(1).Distance(x, [0.9f, 0.1f, 0.5f]), Is.LessThanOrEqualTo(0.5));
    }

    [Test]
    public void Project_any_range_stays_in_the_ball_to_the_last_float([Values] AttackNorm norm, [Values(1, 256, 250_000)] float maximum)
    {
        Random random = new(6);
        AttackBudget budget = new() { Norm = norm, Epsilon = 0.03f, Minimum = -maximum, Maximum = maximum };
        float[] original = [.. Enumerable.Range(0, 1_000).Select(_ => (float)(maximum * ((2 * random.NextDouble()) - 1)))];
        float[] signed = [.. original];
        float[] x = [.. original.Select(value => value + (float)(random.NextDouble() - 0.5))];
        StepKernels.Project(x, original, budget);
        StepKernels.Sign(signed, original, [.. x.Select((_, i) => i % 2 == 0 ? 1f : -1)], 0.04f, budget);

        Assert.That(budget.Distance(original, x), Is.LessThanOrEqualTo((double)0.03f));
        Assert.That((budget with { Norm = AttackNorm.LInfinity }).Distance(original, signed), Is.LessThanOrEqualTo((double)0.03f).And.GreaterThan(maximum > 256 ? 0.01 : 0.0299));
    }

    [Test]
    public void Allows_beyond_epsilon_by_the_rounding_of_the_range_is_refused()
    {
        AttackBudget budget = AttackBudget.L2(0.1f) with { Maximum = 250_000 };

        Assert.That(budget.Allows(0.1f), Is.True);
        Assert.That(budget.Allows(0.11), Is.False);
    }

    [TestCase(1e-40f)]
    [TestCase(1e-44f)]
    [TestCase(1)]
    [TestCase(1e38f)]
    public void Accumulate_any_scale_of_gradient_has_size_one(float scale)
    {
        float[] momentum = [1, 0];
        StepKernels.Accumulate(momentum, [3 * scale, -scale], 0.5f);

        Assert.That(momentum, Is.EqualTo(new[] { 1.25f, -0.25f }).Within(0.1f));
    }

    [TestCase(AttackNorm.LInfinity)]
    [TestCase(AttackNorm.L2)]
    public void Draw_starting_points_fill_the_ball(AttackNorm norm)
    {
        AttackBudget budget = new() { Norm = norm, Epsilon = 0.2f };
        float[] original = [0.5f, 0.5f];
        float[] x = new float[2];
        Draws draws = new();
        draws.Start(1, 1);
        int inner = 0;
        for (int i = 0; i < 20_000; i++)
        {
            StartingPoint.Draw(x, original, budget, draws);
            double distance = budget.Distance(original, x);
            Assert.That(distance, Is.LessThanOrEqualTo(0.2 + 1e-6));
            inner += distance < 0.1 ? 1 : 0;
        }

        // Half the radius holds a quarter of the area, of the square and of the disc.
        Assert.That(inner / 20_000.0, Is.EqualTo(0.25).Within(0.015));
    }
}
