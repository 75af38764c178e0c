using AISafety.Confidence;
using AISafety.Selection;
using AISafety.Tests.Support;

namespace AISafety.Tests.Selection;

public sealed class SelectivePredictionTests
{
    private sealed record Answer(double Probability)
    {
        public float[]? Probabilities { get; init; }

        public ReadOnlyMemory<float> Memory => Probabilities;
    }

    // Nine rows; wrong at 0.8, 0.6 and 0.3: a rate of k tenths of all calls allows k - 1 of them.
    private static readonly (Answer Output, bool Correct)[] _nine =
    [
        .. new[] { 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1 }.Select(confidence => (Of(confidence), confidence is not (0.8 or 0.6 or 0.3))),
    ];

    private static SafetyBuilder<int, Answer> Builder => new(Model.FromDelegate((int _) => new Answer(1)));

    [TestCase(0.7, SafetyAction.Allow)]
    [TestCase(0.61, SafetyAction.Allow)]
    [TestCase(0.6, SafetyAction.Review)]
    [TestCase(0.0, SafetyAction.Review)]
    public void Inspect_is_judged_by_the_threshold_that_the_rate_gives(double confidence, SafetyAction expected)
    {
        Verdict<Answer> verdict = Guards.InspectOutput(Builder.AddSelectivePrediction(answer => answer.Probability, _nine, errorRate: 0.2), 0, new(confidence));
        Assert.That(verdict.Action, Is.EqualTo(expected));
    }

    [Test]
    public void Inspect_low_confidence_names_the_promise_and_no_value_of_the_call()
    {
        Evidence evidence = Guards.InspectOutput(
            Builder.AddSelectivePrediction(answer => answer.Probability, _nine, 0.2, SafetyAction.Block), 0, new(0.4375)).Evidence[0];
        Assert.That((evidence.Code, evidence.Score, evidence.Threshold), Is.EqualTo(("selective.low", 0.4375, double.BitIncrement(0.6))));
        Assert.That(evidence.Message, Is.EqualTo("The confidence is below 0.6, from which at most 0.2 of all calls are answered wrongly, in expectation."));
    }

    [Test]
    public void Inspect_probabilities_are_read_by_the_measure_in_calibration_too()
    {
        // Margins are 2 p - 1: the threshold lies just above that of 0.6.
        (Answer, bool)[] rows = [.. _nine.Where(row => row.Output.Probability >= 0.5)];
        SafetyBuilder<int, Answer>[] builders =
        [
            Builder.AddSelectivePrediction(answer => answer.Probabilities, rows, 0.35, ConfidenceMeasure.Margin, SafetyAction.Flag),
            Builder.AddSelectivePrediction(answer => answer.Memory, rows, 0.35, ConfidenceMeasure.Margin, SafetyAction.Flag),
        ];
        foreach (SafetyBuilder<int, Answer> builder in builders)
        {
            Assert.That(Guards.InspectOutput(builder, 0, Of(0.65)).Action, Is.EqualTo(SafetyAction.Allow));
            Assert.That(Guards.InspectOutput(builder, 0, Of(0.6)).Action, Is.EqualTo(SafetyAction.Flag));
        }
    }

    [TestCase(double.NaN)]
    [TestCase(1.1)]
    [TestCase(double.NegativeInfinity)]
    public void Inspect_confidence_that_is_none_blocks_whatever_otherwise_says(double confidence)
    {
        // A rate that lets everything pass.
        Verdict<Answer> verdict = Guards.InspectOutput(Builder.AddSelectivePrediction(answer => answer.Probability, _nine, 0.9, SafetyAction.Flag), 0, new(confidence));
        Assert.That((verdict.Action, verdict.Evidence[0].Code), Is.EqualTo((SafetyAction.Block, "confidence.invalid")));
    }

    [Test]
    public void Inspect_reading_throws_blocks_or_flags_as_the_guard_fails()
    {
        bool isCalibrated = false;
        double Read(Answer answer) => isCalibrated ? throw new InvalidOperationException("secret") : answer.Probability;
        foreach (FailurePolicy policy in Enum.GetValues<FailurePolicy>())
        {
            isCalibrated = false;
            IOutputGuard<int, Answer> guard = Create(Builder.AddSelectivePrediction(Read, _nine, 0.2, options: new() { OnFailure = policy }));
            isCalibrated = true;
            Verdict<Answer> verdict = guard.InspectAsync(0, new(1), Guards.Context<int>(null, 0)).Result;
            Assert.That(verdict.Action, Is.EqualTo(policy == FailurePolicy.FailOpen ? SafetyAction.Flag : SafetyAction.Block));
            Assert.That(verdict.Evidence[0].Message, Does.Not.Contain("secret"));
        }
    }

    [Test]
    public void Inspect_null_output_is_refused() =>
        Assert.That(
            Guards.InspectOutput(Builder.AddSelectivePrediction(answer => answer.Probability, _nine, 0.2), 0, null!).Evidence[0].Code,
            Is.EqualTo("model.null-output"));

    [Test]
    public void Inspect_allowed_output_allocates_nothing()
    {
        IOutputGuard<int, Answer> guard = Create(Builder.AddSelectivePrediction(answer => answer.Probability, _nine, 0.2));
        SafetyContext context = Guards.Context<int>(null, 0);
        Answer good = new(0.9);
        Assert.That(Allocations.Of(() => guard.InspectAsync(0, good, context).Result.Action == SafetyAction.Allow), Is.Zero);
    }

    [Test]
    public void Stored_threshold_judges_as_the_rows_that_it_came_from()
    {
        SelectivePrediction calibrated = SelectivePrediction.Calibrate(_nine.Select(row => (row.Output.Probability, row.Correct)), 0.2);
        IOutputGuard<int, Answer> stored = Create(Builder.AddSelectivePrediction(answer => answer.Probability, calibrated));
        IOutputGuard<int, Answer> fitted = Create(Builder.AddSelectivePrediction(answer => answer.Probability, _nine, 0.2));
        for (int i = 0; i <= 1000; i++)
        {
            Answer answer = new(i / 1000.0);
            SafetyContext context = Guards.Context<int>(null, 0);
            Assert.That(stored.InspectAsync(0, answer, context).Result.Action, Is.EqualTo(fitted.InspectAsync(0, answer, context).Result.Action));
        }
    }

    [Test]
    public void Calibrate_states_what_came_of_the_calibration_rows()
    {
        SelectivePrediction calibrated = SelectivePrediction.Calibrate(_nine.Select(row => (row.Output.Probability, row.Correct)), 0.2);
        Assert.That((calibrated.Count, calibrated.Answered, calibrated.Wrong, calibrated.Delta), Is.EqualTo((9, 3, 1, 0.0)));
        Assert.That(calibrated.Coverage, Is.EqualTo(3 / 9.0));
        Assert.That(calibrated.WrongOfAll, Is.EqualTo(1 / 9.0));
        Assert.That(calibrated.WrongOfAnswered, Is.EqualTo(1 / 3.0));
        Assert.That(calibrated.ToString(), Does.Contain("in expectation").And.Contain("33.3"));
    }

    [Test]
    public void Calibrate_result_survives_json()
    {
        SelectivePrediction calibrated = SelectivePrediction.Calibrate(_nine.Select(row => (row.Output.Probability, row.Correct)), 0.2);
        string json = System.Text.Json.JsonSerializer.Serialize(calibrated);
        Assert.That(System.Text.Json.JsonSerializer.Deserialize<SelectivePrediction>(json), Is.EqualTo(calibrated));
    }

    [Test]
    public void Calibrate_answered_calls_states_its_own_promise()
    {
        SelectivePrediction calibrated = SelectivePrediction.Calibrate(
            Enumerable.Range(0, 300).Select(i => (i / 300.0, i > 60)), 0.1, SelectiveGuarantee.AnsweredCalls, delta: 0.05, seed: 3);
        Assert.That(calibrated.WrongOfAnswered, Is.LessThan(0.1));
        Assert.That(calibrated.Coverage, Is.GreaterThan(0.7));
        Assert.That(calibrated.Delta, Is.EqualTo(0.05));
        Assert.That(calibrated.ToString(), Does.Contain("with probability 0.95"));
    }

    [Test]
    public void Reload_changes_rate_and_action_and_null_restores_what_was_built()
    {
        IOutputGuard<int, Answer> guard = Create(Builder.AddSelectivePrediction(answer => answer.Probability, _nine, 0.2));
        IReloadableGuard reloadable = (IReloadableGuard)guard;
        SafetyAction At(double confidence) => guard.InspectAsync(0, new(confidence), Guards.Context<int>(null, 0)).Result.Action;

        GuardSettings settings = new() { ErrorRate = 0.3, Otherwise = SafetyAction.Block };
        Assert.That(reloadable.FindFault(settings), Is.Null);
        Assert.That(At(0.4), Is.EqualTo(SafetyAction.Review), "finding faults changes nothing");
        reloadable.Reload(settings);
        Assert.That((At(0.4), At(0.3)), Is.EqualTo((SafetyAction.Allow, SafetyAction.Block)));
        reloadable.Reload(new());
        Assert.That((At(0.4), At(0.7)), Is.EqualTo((SafetyAction.Review, SafetyAction.Allow)));
    }

    [Test]
    public void FindFault_names_what_cannot_be_taken()
    {
        IReloadableGuard guard = (IReloadableGuard)Create(Builder.AddSelectivePrediction(answer => answer.Probability, _nine, 0.2));
        Assert.That(guard.FindFault(new() { ErrorRate = 1 }), Does.Contain("ErrorRate"));
        Assert.That(guard.FindFault(new() { ErrorRate = 0.05 }), Does.Contain("ErrorRate").And.Contain("nothing"));
        Assert.That(guard.FindFault(new() { Otherwise = SafetyAction.Allow }), Does.Contain("Otherwise"));
        Assert.That(guard.FindFault(new() { Minimum = 0.5 }), Does.Contain("Minimum"));
        Assert.That(guard.FindFault(new() { AlarmRate = 0.1 }), Does.Contain("AlarmRate"));
        IReloadableGuard stored = (IReloadableGuard)Create(
            Builder.AddSelectivePrediction(answer => answer.Probability, SelectivePrediction.Calibrate(_nine.Select(row => (row.Output.Probability, row.Correct)), 0.2)));
        Assert.That(stored.FindFault(new() { ErrorRate = 0.3 }), Does.Contain("ErrorRate").And.Contain("rows"));
        Assert.That(stored.FindFault(new() { Otherwise = SafetyAction.Flag }), Is.Null);
    }

    [Test]
    public void Build_rate_that_no_threshold_keeps_is_refused_and_says_what_could_be_kept()
    {
        Assert.That(
            () => Create(Builder.AddSelectivePrediction(answer => answer.Probability, _nine, 0.05)),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("selective-prediction").And.Message.Contains("0.05").And.Message.Contains("about 0.1 could be kept"));
        Assert.That(
            () => Create(Builder.AddSelectivePrediction(answer => answer.Probability, _nine, 0.05, options: new() { Guarantee = SelectiveGuarantee.AnsweredCalls })),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("answered calls, with probability 0.9").And.Message.Contains("could be kept"));
    }

    [Test]
    public void Build_may_answer_nothing_where_that_is_allowed()
    {
        Verdict<Answer> verdict = Guards.InspectOutput(
            Builder.AddSelectivePrediction(answer => answer.Probability, _nine, 0.05, options: new() { MayAnswerNothing = true }), 0, new(1));
        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Review));
        Assert.That(verdict.Evidence[0].Message, Does.StartWith("No confidence suffices"));
    }

    [TestCase(0.0)]
    [TestCase(1.0)]
    [TestCase(double.NaN)]
    public void Build_rate_out_of_range_is_refused(double rate) =>
        Assert.That(() => Create(Builder.AddSelectivePrediction(answer => answer.Probability, _nine, rate)), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("error rate"));

    [Test]
    public void Build_options_out_of_range_are_refused()
    {
        void Refused(string name, SelectivePredictionOptions options, SafetyAction otherwise = SafetyAction.Flag) => Assert.That(
            () => Create(Builder.AddSelectivePrediction(answer => answer.Probability, _nine, 0.2, otherwise, options)),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains(name));
        Refused("Tolerance", new() { Tolerance = 0.6 });
        Refused("Delta", new() { Delta = 0 });
        Refused("Guarantee", new() { Guarantee = (SelectiveGuarantee)9 });
        Refused("action", new(), SafetyAction.Allow);
    }

    [Test]
    public void Build_calibration_that_cannot_be_used_is_refused_and_names_the_row()
    {
        void Refused(string text, params (Answer Output, bool Correct)[] rows) => Assert.That(
            () => Create(Builder.AddSelectivePrediction(answer => answer.Probability, rows, 0.2)),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains(text));
        Refused("no calibration row");
        Refused("row 2", (new(0.5), true), (new(double.NaN), true));
        Refused("row 1", (null!, true));
    }

    [Test]
    public void Build_threshold_given_that_answers_nothing_is_refused()
    {
        SelectivePrediction none = SelectivePrediction.Calibrate([(0.5, true)], 0.1);
        Assert.That(none.Minimum, Is.EqualTo(double.PositiveInfinity));
        Assert.That(() => Create(Builder.AddSelectivePrediction(answer => answer.Probability, none)), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("MayAnswerNothing"));
    }

    [Test]
    public void Add_null_arguments_are_refused()
    {
        Assert.That(() => Builder.AddSelectivePrediction((Func<Answer, double>)null!, _nine, 0.2), Throws.ArgumentNullException);
        Assert.That(() => Builder.AddSelectivePrediction(answer => answer.Probability, (IEnumerable<(Answer, bool)>)null!, 0.2), Throws.ArgumentNullException);
        Assert.That(() => SelectivePrediction.Calibrate(null!, 0.2), Throws.ArgumentNullException);
        Assert.That(() => SelectivePrediction.Calibrate([(0.5, true)], 2), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static Answer Of(double probability) => new(probability) { Probabilities = [(float)probability, (float)(1 - probability)] };

    private static IOutputGuard<int, Answer> Create(SafetyBuilder<int, Answer> builder) =>
        builder.OutputGuards.Single().Create(new(builder.Schema, builder.TimeProvider));
}
