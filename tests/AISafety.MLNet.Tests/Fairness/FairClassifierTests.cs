using Microsoft.ML;

namespace AISafety.MLNet.Tests;

public sealed class FairClassifierTests
{
    private readonly MLContext _context = new(seed: 1);
    private FairClassifier _classifier = null!;
    private string _folder = null!;

    [OneTimeSetUp]
    public void Train()
    {
        _classifier = Applicants.Trainer(_context).ExponentiatedGradient(Applicants.View(_context, Applicants.Make(1))).Classifier;
        _folder = Directory.CreateTempSubdirectory("fair-").FullName;
    }

    [OneTimeTearDown]
    public void Clear() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Decide_draws_stick_to_the_key_and_come_out_as_probable()
    {
        Assert.That(_classifier.IsRandomized, Is.True);
        Applicant[] rows = Applicants.Make(3, 3000);
        double[] probabilities = _classifier.Predict(Applicants.View(_context, rows));
        bool[] decisions = _classifier.Decide(Applicants.View(_context, rows), nameof(Applicant.Number), 5);
        bool[] reversed = _classifier.Decide(Applicants.View(_context, rows.Reverse()), nameof(Applicant.Number), 5);
        Assert.That(reversed.Reverse(), Is.EqualTo(decisions));
        Assert.That(_classifier.Decide(Applicants.View(_context, rows), nameof(Applicant.Number), 6), Is.Not.EqualTo(decisions));
        Assert.That(decisions.Where((_, i) => probabilities[i] == 1), Is.All.True);
        Assert.That(decisions.Where((_, i) => probabilities[i] == 0), Is.All.False);
        double share = decisions.Select((selected, i) => (selected ? 1 : 0) - probabilities[i]).Average();
        Assert.That(share, Is.EqualTo(0).Within(0.02));
    }

    [Test]
    public async Task AsModel_one_by_one_and_many_at_once_decide_as_the_classifier()
    {
        Applicant[] rows = Applicants.Make(4, 60);
        Application[] inputs = [.. rows.Select(Application.Of)];
        IBatchModel<Application, FairDecision> model = _classifier.AsModel<Application>(static input => input.Number, 5);
        FairDecision[] outputs = new FairDecision[inputs.Length];
        await model.PredictBatchAsync(inputs, outputs);
        bool[] decisions = _classifier.Decide(Applicants.View(_context, rows), nameof(Applicant.Number), 5);
        Assert.That(outputs.Select(static output => output.Selected), Is.EqualTo(decisions));
        Assert.That(outputs.Select(static output => output.Probability), Is.EqualTo(_classifier.Predict(Applicants.View(_context, rows))));
        for (int i = 0; i < 10; i++)
        {
            Assert.That(await model.PredictAsync(inputs[i]), Is.EqualTo(outputs[i]));
        }

        await model.PredictBatchAsync(ReadOnlyMemory<Application>.Empty, outputs);
        Assert.That(async () => await model.PredictBatchAsync(inputs, new FairDecision[1]), Throws.ArgumentException);
    }

    [Test]
    public async Task AsModel_behind_guards_decides_and_a_missing_feature_stops_the_call()
    {
        SafeModel<Application, FairDecision> safe = _classifier.AsModel<Application>(static input => input.Number).WithSafety(static safety => { });
        Application input = Application.Of(Applicants.Make(4, 1)[0]);
        Assert.That((await safe.EvaluateAsync(input)).HasOutput, Is.True);
        Assert.That(async () => await safe.EvaluateAsync(new Application { Income = float.NaN, Number = "x" }), Throws.ArgumentException.With.Message.Contains("no prediction"));
    }

    [Test]
    public void Decide_without_the_key_that_draws_need_is_refused()
    {
        Applicant[] rows = Applicants.Make(3, 500);
        Assert.That(() => _classifier.AsModel<Application>(null), Throws.ArgumentException.With.Message.Contains("expected a key"));
        Assert.That(() => _classifier.Decide(Applicants.View(_context, rows), null), Throws.ArgumentException.With.Message.Contains("key of draws"));
        Assert.That(() => _classifier.Decide(Applicants.View(_context, rows), nameof(Applicant.Income)), Throws.ArgumentException.With.Message.Contains("expected text"));
        foreach (Applicant row in rows)
        {
            row.Number = "";
        }

        Assert.That(() => _classifier.Decide(Applicants.View(_context, rows), nameof(Applicant.Number)), Throws.ArgumentException.With.Message.Contains("has no key"));
    }

    [Test]
    public void Load_of_what_was_saved_predicts_the_same()
    {
        string path = Path.Combine(_folder, "model.fair");
        _classifier.Save(path);
        _classifier.Save(path);
        FairClassifier loaded = FairClassifier.Load(new MLContext(), path);
        Applicant[] rows = Applicants.Make(5, 500);
        Assert.That(loaded.Predict(_context.Data.LoadFromEnumerable(rows.Select(Application.Of))), Is.EqualTo(_classifier.Predict(Applicants.View(_context, rows))));
        Assert.That(loaded.Parts.Select(static part => (part.Weight, part.Constant)), Is.EqualTo(_classifier.Parts.Select(static part => (part.Weight, part.Constant))));
        Assert.That(Directory.GetFiles(_folder, "*.tmp"), Is.Empty);
    }

    [Test]
    public void Load_damaged_files_are_refused_wherever_the_damage_is()
    {
        string path = Path.Combine(_folder, "damaged.fair");
        _classifier.Save(path);
        byte[] whole = File.ReadAllBytes(path);
        double[] expected = _classifier.Predict(Applicants.View(_context, Applicants.Make(5, 50)));
        Random random = new(8);
        int refused = 0;
        for (int trial = 0; trial < 40; trial++)
        {
            byte[] bytes = [.. whole];
            if (trial < 30)
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 + random.Next(255));
            }
            else
            {
                bytes = bytes[..random.Next(bytes.Length)];
            }

            File.WriteAllBytes(path, bytes);
            try
            {
                // Some bytes of a zip, such as times, mean nothing.
                Assert.That(FairClassifier.Load(_context, path).Predict(Applicants.View(_context, Applicants.Make(5, 50))), Is.EqualTo(expected));
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(30));
        Assert.That(() => FairClassifier.Load(_context, Path.Combine(_folder, "none.fair")), Throws.TypeOf<FileNotFoundException>());
    }
}
