namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class RowScorerTests
{
    private static readonly float[] Rows = [1, 2, 3, 4];

    [Test]
    public async Task From_classifier_gives_its_probabilities_and_no_answer_is_NaN()
    {
        IRowModel model = RowScorer.From(Model.FromDelegate<float[], Classification>(static row => row[0] > 2 ? default : Classification.FromProbabilities([row[0] / 4, 1 - (row[0] / 4)])), 2, 2);
        float[] scores = new float[4];
        await model.ScoreAsync(Rows, scores);

        Assert.That(scores, Is.EqualTo(new[] { 0.25f, 0.75f, float.NaN, float.NaN }));
    }

    [Test]
    public async Task From_model_of_batches_is_asked_once()
    {
        BatchModel batch = new();
        float[] scores = new float[4];
        await RowScorer.From(batch, 2, 2).ScoreAsync(Rows, scores);

        Assert.That(batch.Batches, Is.EqualTo(1));
        Assert.That(scores, Is.EqualTo(new[] { 1f, 2, 3, 4 }));
    }

    [Test]
    public void From_model_of_other_scores_says_so() =>
        Assert.That(
            async () => await RowScorer.From(Model.FromDelegate<float[], float[]>(static row => row), 2, 3).ScoreAsync(Rows, new float[6]),
            Throws.InvalidOperationException.With.Message.EqualTo("The model gave 2 scores; expected 3."));

    [Test]
    public void ScoreAsync_rows_that_are_not_whole_are_refused()
    {
        IRowModel model = RowScorer.From(3, 2, static (_, _) => { });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(async () => await model.ScoreAsync(Rows, new float[4]), Throws.ArgumentException.With.Message.Contains("whole rows of 3"));
            Assert.That(async () => await RowScorer.From(2, 2, static (_, _) => { }).ScoreAsync(Rows, new float[3]), Throws.ArgumentException.With.Message.Contains("3 scores"));
            Assert.That(() => RowScorer.From(0, 2, static (_, _) => { }), Throws.TypeOf<ArgumentOutOfRangeException>());
        }
    }

    [Test]
    public async Task RunAsync_answers_that_stop_being_numbers_are_broken()
    {
        IRowModel model = RowScorer.From(1, 2, static (row, scores) => (scores[0], scores[1]) = row[0] > 0.6f ? (float.NaN, 0) : (1, 0));
        AttackResult result = await new NoiseAttack { Budget = AttackBudget.LInfinity(0.3f) }.RunAsync(model, new float[] { 0.5f }, new int[] { 0 });

        Assert.That(result.Broken, Is.EqualTo(1));
        Assert.That(result.Answers.Span[0], Is.EqualTo(-1));
    }

    private sealed class BatchModel : IBatchModel<float[], float[]>
    {
        public int Batches { get; private set; }

        public ValueTask<float[]> PredictAsync(float[] input, CancellationToken cancellationToken) => new(input);

        public ValueTask PredictBatchAsync(ReadOnlyMemory<float[]> inputs, Memory<float[]> outputs, CancellationToken cancellationToken)
        {
            Batches++;
            inputs.CopyTo(outputs);
            return ValueTask.CompletedTask;
        }
    }
}
