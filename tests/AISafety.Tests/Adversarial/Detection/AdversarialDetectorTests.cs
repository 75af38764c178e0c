using AISafety.Adversarial;
using AISafety.Statistics;

namespace AISafety.Tests.Adversarial;

public sealed class AdversarialDetectorTests
{
    [Test]
    public async Task ReadAsync_asks_the_model_in_one_batch_of_the_rows_it_states()
    {
        SmallNetwork network = SmallNetwork.Train(Digits.TrainingRows, Digits.TrainingLabels, hidden: 8, epochs: 2, rate: 0.03, seed: 2);
        AdversarialDetectionOptions options = AdversarialDetectionOptions.ForImages(Digits.Shape);
        options = options with { Signs = [.. options.Signs, AdversarialSign.NoiseDisagreement(0.1, draws: 5)] };
        AdversarialDetector<float[]> detector = await AdversarialDetector.FitAsync(
            RowModel.Of(network), Digits.TrainingRows, Digits.TrainingLabels, Digits.CleanRows, options);
        int batches = network.Batches;
        int rows = network.RowsAsked;

        AdversarialReading reading = await detector.ReadAsync(Digits.TestRows[0]);

        Assert.That(detector.RowsAsked, Is.EqualTo(1 + 3 + 16 + 5));
        Assert.That(network.Batches - batches, Is.EqualTo(1));
        Assert.That(network.RowsAsked - rows, Is.EqualTo(25));
        Assert.That(reading.Fault, Is.EqualTo(AdversarialFault.None));
        Assert.That(reading.ClassIndex, Is.EqualTo(network.ClassOf(Digits.TestRows[0])));
        Assert.That(reading.Signs, Has.Count.EqualTo(detector.Signs.Count));
    }

    [TestCase(0.1f, 1)]
    [TestCase(0.2f, 1)]
    [TestCase(0.1f, 40)]
    [TestCase(0.2f, 40)]
    public async Task ReadAsync_successful_attacks_rank_above_clean_digits(float reach, int steps)
    {
        AdversarialDetector<float[]> detector = await FitDigitsAsync();
        List<float> scores = [];
        List<byte> attacked = [];
        for (int i = 0; i < Digits.TestRows.Length; i++)
        {
            float[] row = Digits.TestRows[i];
            int label = Digits.TestLabels[i];
            await Add(row, isAttack: false);
            float[] moved = Digits.Network.Attack(row, label, reach, steps);
            if (Digits.Network.ClassOf(row) == label && Digits.Network.ClassOf(moved) != label)
            {
                await Add(moved, isAttack: true);
            }
        }

        Assert.That(attacked.Count(static one => one == 1), Is.GreaterThan(100), "attacks that succeed");
        Assert.That(Area(scores, attacked), Is.GreaterThan(0.97));

        async Task Add(float[] row, bool isAttack)
        {
            scores.Add((float)(await detector.ReadAsync(row)).Score);
            attacked.Add(isAttack ? (byte)1 : (byte)0);
        }
    }

    [TestCase(0.05)]
    [TestCase(0.2)]
    public async Task ReadAsync_clean_digits_alarm_at_the_rate_asked_for(double rate)
    {
        AdversarialDetector<float[]> detector = await FitDigitsAsync();
        int alarms = 0;
        foreach (float[] row in Digits.TestRows)
        {
            alarms += (await detector.ReadAsync(row)).PValue <= rate ? 1 : 0;
        }

        // The detector's own rate varies with its calibrating rows, and the count with the test rows: both binomial, five standard deviations.
        double deviation = Math.Sqrt(rate * (1 - rate) * (1.0 / detector.Calibrating + 1.0 / Digits.TestRows.Length));
        Assert.That((double)alarms / Digits.TestRows.Length, Is.InRange(rate - 5 * deviation, rate + 5 * deviation));
    }

    [Test]
    public async Task FitAsync_p_values_of_clean_rows_hold_on_average_over_fits()
    {
        // Two clouds, a linear model; 200 fits, 20 new rows each: the mean rate is a conformal promise.
        IModel<float[], Classification> model = Model.FromDelegate<float[], Classification>(
            static row => Classification.TakeProbabilities([1 / (1 + MathF.Exp(4 * row[0])), 1 / (1 + MathF.Exp(-4 * row[0]))]));
        int alarms = 0;
        for (int fit = 0; fit < 200; fit++)
        {
            Random random = new(fit);
            float[][] rows = [.. Enumerable.Range(0, 140).Select(i => Cloud(random, i % 2))];
            AdversarialDetector<float[]> detector = await AdversarialDetector.FitAsync(
                RowModel.Of(model), rows[..60], clean: rows[60..], options: new() { Signs = [AdversarialSign.ClassRatio(), AdversarialSign.NeighborLabels(3), AdversarialSign.NeighborDistance(3)], Seed = fit });
            for (int i = 0; i < 20; i++)
            {
                alarms += (await detector.ReadAsync(Cloud(random, i % 2))).PValue <= 0.1 ? 1 : 0;
            }
        }

        Assert.That(alarms / 4000.0, Is.InRange(0.06, 0.115), "at most 0.1, ties counting against the alarm; four standard deviations are 0.019 at most");
    }

    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    [TestCase(float.NegativeInfinity)]
    public async Task ReadAsync_number_that_is_not_finite_is_a_fault_and_the_model_is_not_asked(float value)
    {
        AdversarialDetector<float[]> detector = await FitDigitsAsync();
        int rows = Digits.Network.RowsAsked;
        float[] row = [.. Digits.TestRows[0]];
        row[17] = value;

        AdversarialReading reading = await detector.ReadAsync(row);

        Assert.That(reading.Fault, Is.EqualTo(AdversarialFault.NotFinite));
        Assert.That(reading.Score, Is.NaN);
        Assert.That(Digits.Network.RowsAsked, Is.EqualTo(rows));
    }

    [Test]
    public async Task ReadAsync_other_width_is_a_fault()
    {
        AdversarialDetector<float[]> detector = await FitDigitsAsync();

        Assert.That((await detector.ReadAsync(new float[63])).Fault, Is.EqualTo(AdversarialFault.WrongWidth));
    }

    [Test]
    public async Task FitAsync_without_clean_rows_sets_a_share_aside()
    {
        AdversarialDetector<float[]> detector = await AdversarialDetector.FitAsync(
            RowModel.Of(Digits.Network), Digits.TrainingRows, Digits.TrainingLabels, options: new() { CalibrationShare = 0.3 });

        Assert.That(detector.Calibrating, Is.EqualTo(200), "300 rows, a third of which shapes the tails");
    }

    [Test]
    public void FitAsync_states_what_does_not_suffice()
    {
        RowModel<float[]> model = RowModel.Of(Digits.Network);
        float[][] rows = Digits.TrainingRows;
        float[][] infinite = [.. rows[..100], [.. Enumerable.Repeat(float.PositiveInfinity, 64)]];
        Assert.Multiple(() =>
        {
            Assert.That(Fault(rows, labels: [1, 2]), Does.Contain("2 labels for 1000"));
            Assert.That(Fault(rows, labels: [.. Enumerable.Repeat(10, 1000)]), Does.Contain("expected 0 to 9"));
            Assert.That(Fault(rows, clean: rows[..10]), Does.Contain("10 clean rows").And.Contain("at least 30"));
            Assert.That(Fault(infinite, clean: rows[..40]), Does.Contain("infinite or NaN"));
            Assert.That(Fault(rows, options: new() { Signs = [] }), Does.Contain("Signs is 0"));
            Assert.That(Fault(rows, options: new() { CalibrationShare = 1 }), Does.Contain("CalibrationShare is 1"));
            Assert.That(Fault(rows, options: AdversarialDetectionOptions.ForImages(new(9, 9))), Does.Contain("takes rows of 81 numbers; these have 64"));
            Assert.That(Fault(rows, labels: new int[1000]), Does.Contain("one class only"));
        });

        string Fault(float[][] reference, int[]? labels = null, float[][]? clean = null, AdversarialDetectionOptions? options = null) =>
            Assert.ThrowsAsync<ArgumentException>(async () => await AdversarialDetector.FitAsync(model, reference, labels, clean, options))!.Message;
    }

    [Test]
    public async Task ReadAsync_embedding_is_where_neighbours_are_measured()
    {
        // The first number says nothing to the embedding: a row that differs in it alone is no stranger.
        IModel<float[], Classification> model = Model.FromDelegate<float[], Classification>(
            static row => Classification.TakeProbabilities(row[1] > 0 ? [0.1f, 0.9f] : [0.9f, 0.1f]));
        IModel<float[], float[]> embedding = Model.FromDelegate<float[], float[]>(static row => [row[1]]);
        Random random = new(4);
        float[][] rows = [.. Enumerable.Range(0, 300).Select(i => Cloud(random, i % 2)).Select(static row => new[] { row[1], row[0] })];
        AdversarialDetector<float[]> plain = await AdversarialDetector.FitAsync(RowModel.Of(model), rows, options: new() { Signs = [AdversarialSign.NeighborDistance()], Seed = 0 });
        AdversarialDetector<float[]> embedded = await AdversarialDetector.FitAsync(
            RowModel.Of(model), rows, options: new() { Signs = [AdversarialSign.NeighborDistance()], Seed = 0 }, embedding: embedding);

        Assert.That((await plain.ReadAsync([50, 1])).PValue, Is.LessThan(0.02));
        Assert.That((await embedded.ReadAsync([50, 1])).PValue, Is.GreaterThan(0.1));
    }

    [Test]
    public async Task FitAsync_alarm_rate_does_not_hang_on_the_order_of_clean_rows()
    {
        // The strangest first: were they to shape and the others to calibrate, a third of what comes would be stranger than all that calibrated.
        Random random = new(5);
        float[][] rows = [.. Enumerable.Range(0, 200).Select(i => Cloud(random, i % 2))];
        float[][] clean = [.. Enumerable.Range(0, 300).Select(i => Cloud(random, i % 2)).OrderByDescending(row => rows.Select(one => Distance(one, row)).Order().Take(3).Sum())];
        AdversarialDetector<float[]> detector = await AdversarialDetector.FitAsync(
            RowModel.Of(_sides), rows, clean: clean, options: new() { Signs = [AdversarialSign.NeighborDistance(3)], Seed = 0 });
        int alarms = 0;
        for (int i = 0; i < 1_000; i++)
        {
            alarms += (await detector.ReadAsync(Cloud(random, i % 2))).PValue <= 0.1 ? 1 : 0;
        }

        Assert.That(alarms, Is.InRange(30, 200), "100 on average; the calibrating rows have a standard deviation of 21");

        static double Distance(float[] one, float[] other) => Math.Sqrt(one.Zip(other, static (a, b) => (double)(a - b) * (a - b)).Sum());
    }

    [Test]
    public async Task FitAsync_asks_for_the_reference_in_parts()
    {
        Recorder model = new();
        float[][] rows = [.. Enumerable.Range(0, 5_000).Select(static i => new[] { i - 2_500f, 0 })];

        await AdversarialDetector.FitAsync(RowModel.Of(model), rows, clean: rows[..30], options: new() { Signs = [AdversarialSign.NeighborLabels(3)] });

        Assert.That(model.GreatestBatch, Is.EqualTo(4_096));
    }

    [Test]
    public void FitAsync_class_distance_refuses_rows_that_are_too_long()
    {
        float[][] rows = [.. Enumerable.Range(0, 30).Select(static i => new float[4_097])];

        Assert.That(
            async () => await AdversarialDetector.FitAsync(RowModel.Of(_sides), rows, clean: rows, options: new() { Signs = [AdversarialSign.ClassDistance] }),
            Throws.ArgumentException.With.Message.Contains("at most 4096").And.Message.Contains("have 4097").And.Message.Contains("embedding"));
    }

    private static readonly IModel<float[], Classification> _sides = Model.FromDelegate<float[], Classification>(
        static row => Classification.TakeProbabilities(row[0] > 0 ? [0.1f, 0.9f] : [0.9f, 0.1f]));

    private sealed class Recorder : IBatchModel<float[], Classification>
    {
        public int GreatestBatch { get; private set; }

        public ValueTask<Classification> PredictAsync(float[] input, CancellationToken cancellationToken) => _sides.PredictAsync(input, cancellationToken);

        public async ValueTask PredictBatchAsync(ReadOnlyMemory<float[]> inputs, Memory<Classification> outputs, CancellationToken cancellationToken)
        {
            GreatestBatch = Math.Max(GreatestBatch, inputs.Length);
            for (int i = 0; i < inputs.Length; i++)
            {
                Classification answer = await _sides.PredictAsync(inputs.Span[i], cancellationToken);
                outputs.Span[i] = answer;
            }
        }
    }

    private static double Area(List<float> scores, List<byte> attacked) => RocAuc.Compute<float>(scores.ToArray(), attacked.ToArray()).Area;

    private static async Task<AdversarialDetector<float[]>> FitDigitsAsync() => await AdversarialDetector.FitAsync(
        RowModel.Of(Digits.Network), Digits.TrainingRows, Digits.TrainingLabels, Digits.CleanRows, AdversarialDetectionOptions.ForImages(Digits.Shape) with { Seed = 0 });

    private static float[] Cloud(Random random, int label) => [(float)((label == 0 ? -1 : 1) + 0.5 * Normal(random)), (float)Normal(random)];

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
