using AISafety.Adversarial;

namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class SearchAttackTests
{
    private static readonly ImageShape Shape = new(4, 4);

    private static IEnumerable<SearchAttack> All()
    {
        yield return new SquareAttack { Budget = AttackBudget.LInfinity(0.1f), Shape = Shape, MaximumQueries = 300 };
        yield return new SquareAttack { Budget = AttackBudget.LInfinity(0.1f), Shape = new(2, 2, 4, PixelLayout.ChannelsLast), MaximumQueries = 300 };
        yield return new SimBa { Budget = AttackBudget.LInfinity(0.2f), MaximumQueries = 300 };
        yield return new SimBa { Budget = AttackBudget.L2(0.5f), Basis = SimBaBasis.Cosines, Shape = Shape, Frequencies = 1, MaximumQueries = 300 };
        yield return new HopSkipJump { Budget = AttackBudget.L2(0.2f), MaximumQueries = 2_000 };
        yield return new HopSkipJump { Budget = AttackBudget.LInfinity(0.1f), MaximumQueries = 2_000 };
    }

    [TestCaseSource(nameof(All))]
    public async Task RunAsync_each_attack_breaks_rows_and_is_honest(SearchAttack attack)
    {
        AttackCase test = new();
        int before = test.Model.Asked;
        AttackResult result = await attack.RunAsync(test.Model, test.Rows, test.Labels);

        Assert.That(test.Model.Asked - before, Is.EqualTo(60 + result.Queries.ToArray().Sum()));
        test.AssertHonest(result);
        Assert.That(result.Broken, Is.GreaterThan(5), result.ToString());
        Assert.That(result.Queries.ToArray().Max(), Is.LessThanOrEqualTo(attack.MaximumQueries));
    }

    [TestCaseSource(nameof(All))]
    public async Task RunAsync_any_block_size_gives_the_same(SearchAttack attack)
    {
        AttackCase test = new(rows: 20);
        SearchAttack seeded = attack with { Seed = 3, MaximumQueries = 200 };
        AttackResult whole = await seeded.RunAsync(test.Model, test.Rows, test.Labels);
        AttackResult blocks = await (seeded with { BlockRows = 3 }).RunAsync(test.Model, test.Rows, test.Labels);

        Assert.That(blocks.AdversarialRows.ToArray(), Is.EqualTo(whole.AdversarialRows.ToArray()));
        Assert.That(blocks.Queries.ToArray(), Is.EqualTo(whole.Queries.ToArray()));
    }

    [Test]
    public async Task RunAsync_black_box_is_no_stronger_than_gradients_here()
    {
        AttackCase test = new(rows: 100);
        AttackResult square = await new SquareAttack { Budget = AttackBudget.LInfinity(0.05f), Shape = Shape, MaximumQueries = 1_000 }.RunAsync(test.Model, test.Rows, test.Labels);
        AttackResult pgd = await new Pgd { Budget = AttackBudget.LInfinity(0.05f), Restarts = 2 }.RunAsync(test.Model, test.Rows, test.Labels);

        Assert.That(square.Broken, Is.LessThanOrEqualTo(pgd.Broken));
        Assert.That(square.Broken, Is.GreaterThan(pgd.Broken / 2));
    }

    [Test]
    public async Task RunAsync_hop_skip_jump_finds_about_the_least_change_of_a_linear_model()
    {
        // Of two classes, w.x against 0: the border is |w.x| / |w| away.
        float[] weights = [1, -2, 0.5f, 1.5f, -1, 0.25f];
        IRowModel model = RowScorer.From(6, 2, (row, scores) => (scores[0], scores[1]) = (0, Dot(weights, row) - 0.3f));
        Random random = new(4);
        float[] rows = [.. Enumerable.Range(0, 20 * 6).Select(_ => (float)(0.3 + (0.4 * random.NextDouble())))];
        int[] labels = [.. Enumerable.Range(0, 20).Select(row => Dot(weights, rows.AsSpan(row * 6, 6)) - 0.3f > 0 ? 1 : 0)];
        HopSkipJump attack = new() { Budget = AttackBudget.L2(float.PositiveInfinity), MaximumQueries = 5_000, StopsInBudget = false };
        AttackResult result = await attack.RunAsync(model, rows, labels);

        double length = Math.Sqrt(weights.Sum(static weight => (double)weight * weight));
        for (int row = 0; row < 20; row++)
        {
            double least = Math.Abs(Dot(weights, rows.AsSpan(row * 6, 6)) - 0.3f) / length;
            Assert.That(result.Distances.Span[row], Is.InRange(0.999 * least, (1.15 * least) + 0.002), $"row {row}");
        }
    }

    [Test]
    public async Task RunAsync_hop_skip_jump_that_never_started_says_so()
    {
        // Noise is of class 0 but for one draw of 64 million.
        IRowModel model = RowScorer.From(6, 2, static (row, scores) => (scores[0], scores[1]) = (0, row.ToArray().All(static value => value > 0.95f) ? 1 : -1));
        HopSkipJump attack = new() { Budget = AttackBudget.L2(1), MaximumQueries = 2_000 };
        AttackResult result = await attack.RunAsync(model, new float[12], new int[2]);
        AttackResult few = await (attack with { StartDraws = 10 }).RunAsync(model, new float[12], new int[2]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Held, Is.EqualTo(2));
            Assert.That(result.NeverStarted, Is.EqualTo(2));
            Assert.That(result.ToString(), Does.EndWith("on 2 of those that held it never started"));
            Assert.That(few.Queries.ToArray(), Is.EqualTo(new[] { 10, 10 }));
        }
    }

    [Test]
    public async Task RunAsync_simba_in_values_keeps_to_its_number_of_steps()
    {
        AttackCase test = new();
        AttackResult result = await new SimBa { Budget = AttackBudget.L2(float.PositiveInfinity), StepSize = 0.05f }.RunAsync(test.Model, test.Rows, test.Labels);

        // Each of 16 values is changed once at most.
        Assert.That(result.Distances.ToArray().Max(), Is.LessThanOrEqualTo((0.05 * 4) + 1e-6));
        Assert.That(result.Queries.ToArray().Max(), Is.LessThanOrEqualTo(32));
    }

    [Test]
    public void Side_follows_the_published_schedule()
    {
        SquareAttack attack = new() { Budget = AttackBudget.LInfinity(0.1f), Shape = new(28, 28), MaximumQueries = 10_000 };

        // sqrt(0.8 x 784 / 2^k)
        Assert.That(new[] { 0, 10, 11, 51, 201, 501, 1001, 2001, 4001, 6001, 8001 }.Select(i => attack.Side(i)), Is.EqualTo(new[] { 25, 25, 18, 13, 9, 6, 4, 3, 2, 2, 1 }));
    }

    [Test]
    public void CosineDirections_are_orthonormal()
    {
        ImageShape shape = new(3, 5, 2);
        float[][] directions = [.. Enumerable.Range(0, CosineDirection.Count(shape, 1)).Select(which =>
        {
            float[] direction = new float[30];
            CosineDirection.Write(shape, 1, which, direction);
            return direction;
        })];

        Assert.That(directions, Has.Length.EqualTo(30));
        for (int i = 0; i < 30; i++)
        {
            for (int j = 0; j < 30; j++)
            {
                Assert.That(Dot(directions[i], directions[j]), Is.EqualTo(i == j ? 1 : 0).Within(1e-5));
            }
        }
    }

    [Test]
    public void RunAsync_what_does_not_suit_is_refused()
    {
        AttackCase test = new();
        AttackBudget budget = AttackBudget.LInfinity(0.1f);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => new SquareAttack { Budget = budget, Shape = new(5, 5) }.RunAsync(test.Model, test.Rows, test.Labels), Throws.ArgumentException.With.Message.Contains("Shape"));
            Assert.That(() => new SquareAttack { Budget = AttackBudget.L2(1), Shape = Shape }.RunAsync(test.Model, test.Rows, test.Labels), Throws.ArgumentException.With.Message.Contains("Norm"));
            Assert.That(() => new SimBa { Budget = budget, Basis = SimBaBasis.Cosines }.RunAsync(test.Model, test.Rows, test.Labels), Throws.ArgumentException.With.Message.Contains("Shape"));
            Assert.That(() => new HopSkipJump { Budget = budget }.RunAsync(test.Model, test.Rows, test.Labels, test.Labels), Throws.ArgumentException.With.Message.Contains("no targets"));
        }
    }

    private static float Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other) => System.Numerics.Tensors.TensorPrimitives.Dot(one, other);
}
