namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class TabularAttackTests
{
    // Income, years (only up), children (whole), kind (category), one of three regions, sex (immutable).
    private static readonly TabularFeature[] Features =
    [
        TabularFeature.Number(0, 100), TabularFeature.Number(18, 90, TabularDirection.Up), TabularFeature.WholeNumber(0, 6), TabularFeature.Category(1, 2, 5),
        TabularFeature.OneOf(0), TabularFeature.OneOf(0), TabularFeature.OneOf(0), TabularFeature.Immutable,
    ];

    private static readonly float[] Weights = [0.02f, 0.03f, -0.3f, 0.2f, 0.5f, 0, -0.5f, 4];

    private static readonly IRowModel Lender = RowScorer.From(8, 2, static (row, scores) =>
    {
        float sum = -3.2f;
        for (int i = 0; i < row.Length; i++)
        {
            sum += float.IsNaN(row[i]) ? 0 : Weights[i] * row[i];
        }

        (scores[0], scores[1]) = (0, sum);
    });

    private static (float[] Rows, int[] Labels) People(int count)
    {
        Random random = new(9);
        List<float> rows = [];
        List<int> labels = [];
        float[] scores = new float[2];
        for (int person = 0; person < count; person++)
        {
            int region = random.Next(3);
            float[] row =
            [
                (float)(100 * random.NextDouble()), random.Next(18, 60), person % 7 == 0 ? float.NaN : random.Next(7), new[] { 1f, 2, 5 }[random.Next(3)],
                region == 0 ? 1 : 0, region == 1 ? 1 : 0, region == 2 ? 1 : 0, random.Next(2),
            ];
            Lender.ScoreAsync(row, scores).AsTask().GetAwaiter().GetResult();
            rows.AddRange(row);
            labels.Add(scores[1] > 0 ? 1 : 0);
        }

        return ([.. rows], [.. labels]);
    }

    [Test]
    public async Task RunAsync_changes_only_what_can_be_changed()
    {
        (float[] rows, int[] labels) = People(80);
        AttackResult result = await new TabularAttack { Budget = AttackBudget.LInfinity(0.5f), Features = Features }.RunAsync(Lender, rows, labels);

        Assert.That(result.Broken, Is.GreaterThan(30));
        for (int person = 0; person < 80; person++)
        {
            float[] before = rows[(person * 8)..((person + 1) * 8)];
            float[] after = result.AdversarialRows.Slice(person * 8, 8).ToArray();
            using (Assert.EnterMultipleScope())
            {
                Assert.That(after[0], Is.InRange(Math.Max(0, before[0] - 50), Math.Min(100, before[0] + 50)));
                Assert.That(after[1], Is.InRange(before[1], Math.Min(90, before[1] + 36)));
                Assert.That(after[2], float.IsNaN(before[2]) ? Is.NaN : Is.EqualTo(MathF.Round(after[2])).And.InRange(Math.Max(0, before[2] - 3), Math.Min(6, before[2] + 3)));
                Assert.That(after[3], Is.AnyOf(1f, 2f, 5f));
                Assert.That(after[4..7].Order(), Is.EqualTo(new[] { 0f, 0, 1 }));
                Assert.That(after[7], Is.EqualTo(before[7]));
            }
        }
    }

    [Test]
    public async Task RunAsync_few_changes_allowed_are_few()
    {
        (float[] rows, int[] labels) = People(60);
        TabularAttack attack = new() { Budget = AttackBudget.LInfinity(1), Features = Features, MaximumChanged = 2 };
        AttackResult few = await attack.RunAsync(Lender, rows, labels);
        AttackResult any = await (attack with { MaximumChanged = 6 }).RunAsync(Lender, rows, labels);

        Assert.That(few.Broken, Is.GreaterThan(5).And.LessThanOrEqualTo(any.Broken));
        for (int person = 0; person < 60; person++)
        {
            int changed = Enumerable.Range(0, 4).Count(i => !rows[(person * 8) + i].Equals(few.AdversarialRows.Span[(person * 8) + i]))
                + (rows.AsSpan((person * 8) + 4, 3).SequenceEqual(few.AdversarialRows.Span.Slice((person * 8) + 4, 3)) ? 0 : 1);
            Assert.That(changed, Is.LessThanOrEqualTo(2));
        }
    }

    [Test]
    public async Task RunAsync_takes_back_what_was_not_needed()
    {
        // Only the first feature matters: whatever else was changed on the way has to be as it was.
        IRowModel model = RowScorer.From(4, 2, static (row, scores) => (scores[0], scores[1]) = (0, row[0] > 0.7f ? 1 : -1));
        float[] rows = [0.2f, 0.5f, 0.5f, 0.5f];
        TabularFeature number = TabularFeature.Number(0, 1);
        AttackResult result = await new TabularAttack { Budget = AttackBudget.LInfinity(1), Features = [number, number, number, number], Restarts = 20, Tries = 0 }.RunAsync(model, rows, new int[] { 0 });

        Assert.That(result.Broken, Is.EqualTo(1));
        Assert.That(result.AdversarialRows.ToArray()[1..], Is.EqualTo(rows[1..]));
    }

    [Test]
    public async Task RunAsync_share_of_a_whole_number_reaches_what_it_says()
    {
        IRowModel model = RowScorer.From(1, 2, static (row, scores) => (scores[0], scores[1]) = (0, row[0] >= 7 ? 1 : -1));
        TabularAttack attack = new() { Budget = AttackBudget.LInfinity(0.7f), Features = [TabularFeature.WholeNumber(0, 10)] };

        Assert.That((await attack.RunAsync(model, new float[1], new int[1])).Broken, Is.EqualTo(1));
        Assert.That((await (attack with { Budget = AttackBudget.LInfinity(0.69f) }).RunAsync(model, new float[1], new int[1])).Held, Is.EqualTo(1));
    }

    [Test]
    public void RunAsync_rows_that_cannot_be_are_refused()
    {
        (float[] rows, int[] labels) = People(3);
        rows[11] = 3;
        TabularAttack attack = new() { Budget = AttackBudget.LInfinity(0.5f), Features = Features };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => attack.RunAsync(Lender, rows, labels), Throws.ArgumentException.With.Message.Contains("Value 3 of row 1"));
            rows[11] = 5;
            rows[7] = float.PositiveInfinity;
            Assert.That(() => attack.RunAsync(Lender, rows, labels), Throws.ArgumentException.With.Message.Contains("Value 7 of row 0"));
            Assert.That(() => (attack with { Features = Features[1..] }).RunAsync(Lender, rows, labels), Throws.ArgumentException.With.Message.Contains("8 features"));
            Assert.That(() => (attack with { Budget = AttackBudget.LInfinity(2) }).RunAsync(Lender, rows, labels), Throws.ArgumentException.With.Message.Contains("share"));
        }
    }
}
