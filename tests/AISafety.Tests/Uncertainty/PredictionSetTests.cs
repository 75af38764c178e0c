using System.Collections.Immutable;
using System.Text.Json;
using AISafety.Statistics;
using AISafety.Tests.Support;
using AISafety.Uncertainty;

namespace AISafety.Tests.Uncertainty;

public sealed class PredictionSetTests
{
    private sealed record Answer(float[] Probabilities)
    {
        public ReadOnlyMemory<float> Memory => Probabilities;
    }

    private static readonly string[] _labels = ["a", "b", "c"];

    // A class is in the set from a probability of 0.25 on.
    private static readonly PredictionSetCalibration<string> _quarter = new(_labels, new(PredictionSetKind.LeastAmbiguous, 0.75), 0.9);

    [TestCase(new[] { 0.5f, 0.25f, 0.25f }, "a,b,c", "a")]
    [TestCase(new[] { 0.125f, 0.375f, 0.5f }, "c,b", "c")]
    [TestCase(new[] { 0.125f, 0.75f, 0.125f }, "b", "b")]
    public void Apply_labels_are_in_order_of_probability(float[] probabilities, string labels, string top)
    {
        PredictionSet<string> set = _quarter.Apply(probabilities);
        Assert.That(string.Join(',', set.Labels), Is.EqualTo(labels));
        Assert.That((set.Top, set.Coverage, set.Count, set.IsEmpty), Is.EqualTo((top, 0.9, set.Labels.Length, false)));
        Assert.That(set.IsSingleton, Is.EqualTo(set.Count == 1));
        Assert.That(_labels.Where(set.Contains), Is.EquivalentTo(set.Labels));
        Assert.That(set.Contains("z"), Is.False);
    }

    [Test]
    public void Apply_nothing_likely_enough_is_an_empty_set_that_knows_the_top()
    {
        PredictionSet<string> set = new PredictionSetCalibration<string>(_labels, new(PredictionSetKind.LeastAmbiguous, 0.3), 0.8).Apply([0.2f, 0.5f, 0.3f]);
        Assert.That((set.IsEmpty, set.IsSingleton, set.Top, set.Count), Is.EqualTo((true, false, "b", 0)));
        Assert.That(set.ToString(), Is.EqualTo("0 labels at a coverage of 0.8"));
    }

    [Test]
    public void Apply_by_class_top_may_be_outside_of_its_own_set()
    {
        PredictionSetCalibration<string> byClass = new(_labels, new(PredictionSetKind.LeastAmbiguous, [0.1, 0.9, 0.2]), 0.9);
        PredictionSet<string> set = byClass.Apply([0.6f, 0.3f, 0.1f]);
        Assert.That(set.Labels, Is.EqualTo(["b"]));
        Assert.That(set.Top, Is.EqualTo("a"));
    }

    [Test]
    public void Apply_sets_of_at_most_one_label_allocate_nothing()
    {
        float[] sure = [0.1f, 0.8f, 0.1f];
        Assert.That(Allocations.Of(() => _quarter.Apply(sure).IsSingleton), Is.Zero);
    }

    [TestCase(new[] { 0.5f, 0.5f })]
    [TestCase(new[] { 0.5f, float.NaN, 0.5f })]
    [TestCase(new[] { 1.5f, -0.5f, 0f })]
    public void Apply_what_is_no_row_is_refused(float[] probabilities) => Assert.That(() => _quarter.Apply(probabilities), Throws.ArgumentException);

    [Test]
    public void Apply_what_a_softmax_in_single_precision_exceeds_is_allowed() =>
        Assert.That(_quarter.Apply([1.0000001f, -1e-7f, 0]).Labels, Is.EqualTo(["a"]));

    [Test]
    public void Fit_takes_the_rank_that_the_coverage_asks_for()
    {
        // Nine rows, true class at 0.1 to 0.9: a coverage of 0.9 takes the ninth least of the scores, 0.9.
        (ReadOnlyMemory<float>, string)[] rows = [.. Enumerable.Range(1, 9).Select(i => ((ReadOnlyMemory<float>)new[] { i / 10f, 1 - i / 10f, 0 }, "a"))];
        Assert.That(PredictionSetCalibration<string>.Fit(_labels, rows, 0.9).Sets.Thresholds[0], Is.EqualTo(0.9).Within(1e-7));
        Assert.That(PredictionSetCalibration<string>.Fit(_labels, rows, 0.91).Sets.Thresholds[0], Is.EqualTo(double.PositiveInfinity));
        Assert.That(PredictionSetCalibration<string>.Fit(_labels, rows, 0.9, byClass: true).Sets.Thresholds.ToArray()[1..], Is.All.EqualTo(double.PositiveInfinity));
    }

    [Test]
    public void Fit_covers_as_often_as_asked([Values] PredictionSetKind kind, [Values] bool byClass)
    {
        const int Repeats = 1500;
        Random random = new(501);
        int missed = 0;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            PredictionSetCalibration<string> calibration = PredictionSetCalibration<string>.Fit(_labels, Enumerable.Range(0, 120).Select(_ => Draw(random)), 0.8, kind, byClass);
            (ReadOnlyMemory<float> row, string label) = Draw(random);
            missed += calibration.Apply(row.Span).Contains(label) ? 0 : 1;
        }

        // At most 0.2 in expectation; by class a few rows are lost to ranks.
        double fourErrors = 4 * Math.Sqrt(0.2 * 0.8 / Repeats);
        Assert.That((double)missed / Repeats, Is.InRange(0.2 - (byClass ? 0.03 : 1 / 121.0) - fourErrors, 0.2 + fourErrors));
    }

    [Test]
    public async Task WithPredictionSets_is_a_model_of_sets_and_its_size_is_judged()
    {
        IModel<float[], Answer> model = Model.FromDelegate((float[] row) => new Answer(row));
        await using SafeModel<float[], PredictionSet<string>> safe = model
            .WithPredictionSets(answer => answer.Probabilities, _quarter)
            .WithSafety(safety => safety.AddPredictionSetSize(maximum: 2, otherwise: SafetyAction.Review));

        Assert.That((await safe.PredictAsync([0.5f, 0.375f, 0.125f])).Labels, Is.EqualTo(["a", "b"]));
        SafetyResult<PredictionSet<string>> large = await safe.EvaluateAsync([0.5f, 0.25f, 0.25f]);
        Assert.That((large.Action, large.Evidence[0].Code, large.Evidence[0].Score, large.Evidence[0].Threshold), Is.EqualTo((SafetyAction.Review, "prediction-set.large", 3.0, 2.0)));
        SafetyResult<PredictionSet<string>> invalid = await safe.EvaluateAsync([0.5f, float.NaN, 0.25f], default).AsTask().ContinueWith(task => task.IsFaulted ? default : task.Result);
        Assert.That(invalid.HasOutput, Is.False);
    }

    [Test]
    public async Task WithPredictionSets_combines_with_the_models_own_answer_and_keeps_batches()
    {
        IModel<float[], Answer> inner = Model.FromDelegate((float[] row) => new Answer(row));
        IModel<float[], (Answer, int)> one = inner.WithPredictionSets(answer => answer.Probabilities, _quarter, (answer, set) => (answer, set.Count));
        IModel<float[], (Answer, int)> two = inner.WithPredictionSets(answer => answer.Memory, _quarter, (answer, set) => (answer, set.Count));
        IModel<float[], PredictionSet<string>> three = inner.WithPredictionSets(answer => answer.Memory, _quarter);
        float[] row = [0.5f, 0.375f, 0.125f];
        Assert.That((await one.PredictAsync(row)).Item2, Is.EqualTo(2));
        Assert.That((await two.PredictAsync(row)).Item1.Probabilities, Is.SameAs(row));
        Assert.That((await three.PredictAsync(row)).Count, Is.EqualTo(2));
    }

    [Test]
    public void Guard_empty_set_is_stopped_and_a_null_one_blocked()
    {
        SafetyBuilder<int, PredictionSet<string>> builder = new SafetyBuilder<int, PredictionSet<string>>(Model.FromDelegate((int _) => new PredictionSet<string>([], "a", 0.9)))
            .AddPredictionSetSize(1, SafetyAction.Flag);
        Verdict<PredictionSet<string>> empty = Guards.InspectOutput(builder, 0, new([], "a", 0.9));
        Assert.That((empty.Action, empty.Evidence[0].Code), Is.EqualTo((SafetyAction.Flag, "prediction-set.empty")));
        Assert.That(Guards.InspectOutput(builder, 0, new(["a"], "a", 0.9)).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That(Guards.InspectOutput(builder, 0, null!).Action, Is.EqualTo(SafetyAction.Block));
    }

    [Test]
    public void Guard_reloads_its_action_and_no_other_setting()
    {
        SafetyBuilder<int, PredictionSet<string>> builder = new SafetyBuilder<int, PredictionSet<string>>(Model.FromDelegate((int _) => new PredictionSet<string>([], "a", 0.9)))
            .AddPredictionSetSize(1);
        IOutputGuard<int, PredictionSet<string>> guard = builder.OutputGuards.Single().Create(new(null, TimeProvider.System));
        IReloadableGuard reloadable = (IReloadableGuard)guard;
        Assert.That(reloadable.FindFault(new() { Otherwise = SafetyAction.Block }), Is.Null);
        Assert.That(reloadable.FindFault(new() { Minimum = 0.5 }), Does.Contain("Minimum"));
        Assert.That(reloadable.FindFault(new() { AlarmRate = 0.1 }), Does.Contain("AlarmRate"));
        Assert.That(reloadable.FindFault(new() { ErrorRate = 0.1 }), Does.Contain("ErrorRate"));
        reloadable.Reload(new() { Otherwise = SafetyAction.Block });
        Assert.That(guard.InspectAsync(0, new([], "a", 0.9), Guards.Context<int>(null, 0)).Result.Action, Is.EqualTo(SafetyAction.Block));
        reloadable.Reload(new());
        Assert.That(guard.InspectAsync(0, new([], "a", 0.9), Guards.Context<int>(null, 0)).Result.Action, Is.EqualTo(SafetyAction.Review));
    }

    [Test]
    public void Set_survives_json()
    {
        PredictionSet<string> set = _quarter.Apply([0.5f, 0.375f, 0.125f]);
        PredictionSet<string> read = JsonSerializer.Deserialize<PredictionSet<string>>(JsonSerializer.Serialize(set))!;
        Assert.That((read.Top, read.Coverage), Is.EqualTo((set.Top, set.Coverage)));
        Assert.That(read.Labels, Is.EqualTo(set.Labels));
    }

    [Test]
    public void Bad_input_is_refused()
    {
        ReadOnlyMemory<float> row = new[] { 0.5f, 0.3f, 0.2f };
        Assert.That(() => PredictionSetCalibration<string>.Fit(_labels, [(row, "z")], 0.9), Throws.ArgumentException.With.Message.Contains("Row 1").And.Message.Contains("unknown"));
        Assert.That(() => PredictionSetCalibration<string>.Fit(_labels, [(new float[2], "a")], 0.9), Throws.ArgumentException.With.Message.Contains("2 probabilities"));
        Assert.That(() => PredictionSetCalibration<string>.Fit(["a", "a"], [], 0.9), Throws.ArgumentException.With.Message.Contains("twice"));
        Assert.That(() => PredictionSetCalibration<string>.Fit(_labels, [], 0.9), Throws.ArgumentException);
        Assert.That(() => PredictionSetCalibration<string>.Fit(_labels, [(row, "a")], 1), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("coverage"));
        Assert.That(() => new PredictionSetCalibration<string>(_labels, new(PredictionSetKind.Adaptive, [0.1, 0.2]), 0.9), Throws.ArgumentException);
        Assert.That(() => new PredictionSet<string>(default(ImmutableArray<string>), "a", 0.9), Throws.ArgumentException);
        SafetyBuilder<int, int> builder = new SafetyBuilder<int, int>(Model.FromDelegate((int x) => x)).AddPredictionSetSize(x => x, 0);
        Assert.That(builder.Build, Throws.TypeOf<SafetyBuildException>().With.Message.Contains("prediction-set"));
    }

    private static (ReadOnlyMemory<float> Row, string Label) Draw(Random random)
    {
        float[] row = [random.NextSingle(), random.NextSingle(), random.NextSingle()];
        float sum = row.Sum();
        for (int i = 0; i < row.Length; i++)
        {
            row[i] /= sum;
        }

        float left = random.NextSingle();
        return (row, left < row[0] ? "a" : left < row[0] + row[1] ? "b" : "c");
    }
}
