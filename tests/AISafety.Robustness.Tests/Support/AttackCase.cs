namespace AISafety.Robustness.Tests;

/// <summary>Rows of 0 to 1 with labels that the network answers rightly, but for every tenth.</summary>
internal sealed class AttackCase
{
    public AttackCase(int rows = 60, int inputs = 16, int classes = 4, int seed = 1)
    {
        Model = new(inputs, 12, classes, seed);
        Random random = new(seed + 100);
        Rows = [.. Enumerable.Range(0, rows * inputs).Select(_ => (float)random.NextDouble())];
        Labels = Model.Answers(Rows);
        for (int row = 0; row < rows; row += 10)
        {
            Labels[row] = (Labels[row] + 1) % classes;
        }
    }

    public SmallNetwork Model { get; }

    public float[] Rows { get; }

    public int[] Labels { get; }

    public ReadOnlySpan<float> Row(int row) => Rows.AsSpan(row * Model.InputLength, Model.InputLength);

    /// <summary>What has to hold of every result: what is said to be broken is, and lies in the budget and in the range.</summary>
    public void AssertHonest(AttackResult result)
    {
        int[] answers = Model.Answers(result.AdversarialRows.Span);
        int[] clean = Model.Answers(Rows);
        AttackBudget budget = result.Attack.Budget;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.CleanAnswers.ToArray(), Is.EqualTo(clean));
            Assert.That(result.Answers.ToArray(), Is.EqualTo(answers));
            Assert.That(result.CleanCorrect, Is.EqualTo(clean.Where((answer, row) => answer == Labels[row]).Count()));
            Assert.That(result.Held + result.Broken, Is.EqualTo(result.CleanCorrect));
            for (int row = 0; row < Labels.Length; row++)
            {
                ReadOnlySpan<float> adversarial = result.AdversarialRows.Span.Slice(row * Model.InputLength, Model.InputLength);
                double distance = budget.Distance(Row(row), adversarial);
                RowOutcome outcome = result.Outcomes.Span[row];
                Assert.That(outcome == RowOutcome.CleanWrong, Is.EqualTo(clean[row] != Labels[row]), $"row {row}");
                Assert.That(result.Distances.Span[row], Is.EqualTo(distance), $"row {row}");
                Assert.That(outcome == RowOutcome.CleanWrong && result.Queries.Span[row] > 0, Is.False, $"row {row} was asked");
                if (outcome == RowOutcome.Broken)
                {
                    Assert.That(answers[row], Is.Not.EqualTo(Labels[row]), $"row {row}");
                    Assert.That(distance, Is.LessThanOrEqualTo((double)budget.Epsilon), $"row {row}");
                }

                Assert.That(adversarial.ToArray(), Has.All.InRange(budget.Minimum, budget.Maximum), $"row {row}");
            }
        }
    }
}
