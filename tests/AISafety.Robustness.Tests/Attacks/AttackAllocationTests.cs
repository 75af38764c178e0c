namespace AISafety.Robustness.Tests;

[TestFixture]
[NonParallelizable]
public sealed class AttackAllocationTests
{
    [Test]
    public void RunAsync_more_steps_allocate_no_more()
    {
        LinearModel model = new();
        float[] rows = [.. Enumerable.Range(0, 100 * 8).Select(static i => (i % 97) / 97f)];
        int[] labels = [.. Enumerable.Range(0, 100).Select(row => model.Answer(rows.AsSpan(row * 8, 8)))];
        Pgd few = new() { Budget = AttackBudget.LInfinity(1e-4f), Steps = 10, Momentum = 1, StopsEarly = false };
        Pgd many = few with { Steps = 400 };
        _ = Run(few);
        _ = Run(many);
        long least = long.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            long once = Run(few);
            least = Math.Min(least, Run(many) - once);
        }

        Assert.That(least, Is.LessThanOrEqualTo(64), "390 more steps of 100 rows");

        long Run(Attack attack)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            AttackResult result = attack.RunAsync(model, rows, labels).GetAwaiter().GetResult();
            long after = GC.GetAllocatedBytesForCurrentThread();
            Assert.That(result.CleanCorrect, Is.EqualTo(100));
            return after - before;
        }
    }

    private sealed class LinearModel : IDifferentiableModel
    {
        private readonly float[] _slopes = new float[3];

        public int InputLength => 8;

        public int OutputLength => 3;

        public int Answer(ReadOnlySpan<float> row)
        {
            float[] scores = new float[3];
            Score(row, scores);
            return Array.IndexOf(scores, scores.Max());
        }

        public ValueTask ScoreAsync(ReadOnlyMemory<float> rows, Memory<float> scores, CancellationToken cancellationToken)
        {
            Score(rows.Span, scores.Span);
            return ValueTask.CompletedTask;
        }

        public void Differentiate(ReadOnlySpan<float> rows, ScoreLoss loss, Span<float> scores, Span<float> gradients)
        {
            Score(rows, scores);
            for (int row = 0; row < rows.Length / 8; row++)
            {
                loss(row, scores.Slice(row * 3, 3), _slopes);
                for (int i = 0; i < 8; i++)
                {
                    gradients[(row * 8) + i] = (_slopes[0] * Weight(0, i)) + (_slopes[1] * Weight(1, i)) + (_slopes[2] * Weight(2, i));
                }
            }
        }

        private static float Weight(int output, int input) => (((output * 5) + (input * 3)) % 7) - 3;

        private static void Score(ReadOnlySpan<float> rows, Span<float> scores)
        {
            for (int row = 0; row < rows.Length / 8; row++)
            {
                for (int k = 0; k < 3; k++)
                {
                    float sum = 0;
                    for (int i = 0; i < 8; i++)
                    {
                        sum += rows[(row * 8) + i] * Weight(k, i);
                    }

                    scores[(row * 3) + k] = sum;
                }
            }
        }
    }
}
