namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class GradientAttackTests
{
    private static readonly AttackBudget Small = AttackBudget.LInfinity(0.05f);

    private static GradientAttack[] All(AttackBudget budget) =>
    [
        new Fgsm { Budget = budget },
        new Pgd { Budget = budget, Steps = 10 },
        new Pgd { Budget = budget, Steps = 10, Momentum = 1, RandomStart = false },
        new Pgd { Budget = budget, Steps = 10, Restarts = 2, Loss = AttackLoss.Margin },
        new Pgd { Budget = budget, Steps = 10, StopsEarly = false, Loss = AttackLoss.LogitRatio },
    ];

    [Test]
    public async Task RunAsync_each_attack_and_norm_breaks_rows_and_is_honest()
    {
        AttackCase test = new();
        foreach (GradientAttack attack in All(Small).Concat(All(AttackBudget.L2(0.15f))))
        {
            AttackResult result = await attack.RunAsync(test.Model, test.Rows, test.Labels);

            test.AssertHonest(result);
            Assert.That(result.Broken, Is.GreaterThan(3), result.ToString());
        }
    }

    [Test]
    public async Task RunAsync_towards_targets_reaches_only_these()
    {
        AttackCase test = new();
        int[] targets = [.. test.Labels.Select(static label => (label + 1) % 4)];
        AttackResult result = await new Pgd { Budget = AttackBudget.LInfinity(0.3f), Steps = 20 }.RunAsync(test.Model, test.Rows, test.Labels, targets);

        test.AssertHonest(result);
        int[] reached = [.. Enumerable.Range(0, result.RowCount).Where(row => result.Outcomes.Span[row] == RowOutcome.Broken)];
        Assert.That(reached, Has.Length.GreaterThan(5));
        Assert.That(reached.Select(row => result.Answers.Span[row]), Is.EqualTo(reached.Select(row => targets[row])));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(64)]
    public async Task RunAsync_any_block_size_gives_the_same(int blockRows)
    {
        AttackCase test = new();
        Pgd attack = new() { Budget = Small, Steps = 8, Restarts = 2, Seed = 5, Momentum = 0.5f };
        AttackResult whole = await attack.RunAsync(test.Model, test.Rows, test.Labels);
        AttackResult blocks = await (attack with { BlockRows = blockRows }).RunAsync(test.Model, test.Rows, test.Labels);

        Assert.That(blocks.AdversarialRows.ToArray(), Is.EqualTo(whole.AdversarialRows.ToArray()));
        Assert.That(blocks.Queries.ToArray(), Is.EqualTo(whole.Queries.ToArray()));
    }

    [Test]
    public async Task RunAsync_fgsm_is_the_formula()
    {
        AttackCase test = new(rows: 5);
        float epsilon = 0.4f;
        AttackResult result = await new Fgsm { Budget = AttackBudget.LInfinity(epsilon) }.RunAsync(test.Model, test.Rows, test.Labels);
        float[] gradient = new float[test.Rows.Length];
        test.Model.Differentiate(test.Rows, (row, scores, slopes) => LossFunctions.Differentiate(AttackLoss.CrossEntropy, scores, test.Labels[row], -1, slopes), new float[5 * 4], gradient);
        float[] expected = [.. test.Rows.Select((value, i) => Math.Clamp(value + (epsilon * Math.Sign(gradient[i])), 0, 1))];
        int[] broken = [.. Enumerable.Range(0, 5).Where(row => result.Outcomes.Span[row] == RowOutcome.Broken)];

        Assert.That(broken, Is.Not.Empty);
        foreach (int row in broken)
        {
            Assert.That(result.AdversarialRows.Slice(row * 16, 16).ToArray(), Is.EqualTo(expected[(row * 16)..((row + 1) * 16)]).Within(1e-7f));
        }
    }

    [Test]
    public async Task RunAsync_more_restarts_never_break_less()
    {
        AttackCase test = new();
        Pgd attack = new() { Budget = AttackBudget.LInfinity(0.03f), Steps = 3 };
        AttackResult once = await attack.RunAsync(test.Model, test.Rows, test.Labels);
        AttackResult often = await (attack with { Restarts = 8 }).RunAsync(test.Model, test.Rows, test.Labels);

        Assert.That(often.Broken, Is.GreaterThanOrEqualTo(once.Broken));
        Assert.That(Enumerable.Range(0, once.RowCount).All(row => once.Outcomes.Span[row] != RowOutcome.Broken || often.Outcomes.Span[row] == RowOutcome.Broken));
    }

    [Test]
    public async Task RunAsync_counts_what_it_asks()
    {
        AttackCase test = new();
        int before = test.Model.Asked;
        AttackResult result = await new Pgd { Budget = Small, Steps = 5, StopsEarly = false }.RunAsync(test.Model, test.Rows, test.Labels);

        Assert.That(test.Model.Asked - before, Is.EqualTo(60 + result.Queries.ToArray().Sum()));
        Assert.That(result.Queries.ToArray().Max(), Is.EqualTo(6));
        Assert.That(result.Gradients.ToArray().Max(), Is.EqualTo(5));
    }

    [Test]
    public async Task RunAsync_gradients_of_another_model_break_this_one()
    {
        AttackCase test = new();
        IRowModel victim = RowScorer.From(16, 4, (row, scores) =>
        {
            float[] answer = new float[4];
            test.Model.ScoreAsync(row.ToArray(), answer).AsTask().GetAwaiter().GetResult();
            answer.CopyTo(scores);
        });
        Pgd attack = new() { Budget = Small, Steps = 10 };
        AttackResult transferred = await (attack with { GradientsFrom = test.Model }).RunAsync(victim, test.Rows, test.Labels);
        AttackResult direct = await attack.RunAsync(test.Model, test.Rows, test.Labels);

        Assert.That(transferred.Outcomes.ToArray(), Is.EqualTo(direct.Outcomes.ToArray()));
        Assert.That(async () => await attack.RunAsync(victim, test.Rows, test.Labels), Throws.ArgumentException.With.Message.Contains("GradientsFrom"));
    }

    [Test]
    public void RunAsync_bad_options_and_rows_are_refused_by_name()
    {
        AttackCase test = new();
        float[] beyond = [.. test.Rows];
        beyond[20] = 1.5f;
        float[] missing = [.. test.Rows];
        missing[3] = float.NaN;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => new Pgd { Budget = Small, Steps = 0 }.RunAsync(test.Model, test.Rows, test.Labels), Throws.ArgumentException.With.Message.EqualTo("Pgd.Steps is 0; expected 1 to 1000000."));
            Assert.That(() => new Pgd { Budget = Small, Restarts = 2, RandomStart = false }.RunAsync(test.Model, test.Rows, test.Labels), Throws.ArgumentException.With.Message.Contains("Restarts"));
            Assert.That(() => new Fgsm { Budget = AttackBudget.LInfinity(float.PositiveInfinity) }.RunAsync(test.Model, test.Rows, test.Labels), Throws.ArgumentException.With.Message.Contains("Epsilon"));
            Assert.That(() => new Fgsm { Budget = Small }.RunAsync(test.Model, beyond, test.Labels), Throws.ArgumentException.With.Message.Contains("Value 4 of row 1 is outside"));
            Assert.That(() => new Fgsm { Budget = Small }.RunAsync(test.Model, missing, test.Labels), Throws.ArgumentException.With.Message.Contains("Value 3 of row 0 is missing"));
            Assert.That(() => new Fgsm { Budget = Small }.RunAsync(test.Model, test.Rows, new int[59]), Throws.ArgumentException.With.Message.Contains("59 labels"));
            Assert.That(() => new Fgsm { Budget = Small }.RunAsync(test.Model, test.Rows, test.Labels, test.Labels), Throws.ArgumentException.With.Message.Contains("is its label"));
        }
    }

    [Test]
    public async Task RunAsync_no_rows_is_an_empty_result()
    {
        AttackResult result = await new Pgd { Budget = Small }.RunAsync(new AttackCase().Model, ReadOnlyMemory<float>.Empty, ReadOnlyMemory<int>.Empty);

        Assert.That(result.RowCount, Is.Zero);
        Assert.That(result.Accuracy, Is.NaN);
    }
}
