using AISafety.Adversarial;
using AISafety.Tests.Support;

namespace AISafety.Tests.Adversarial;

public sealed class DefenceTests
{
    private static readonly IModel<float[], float> _sum = Model.FromDelegate<float[], float>(static row => row.Sum());

    [Test]
    public async Task WithTransform_changes_inputs_in_the_order_given_and_leaves_the_callers_alone()
    {
        float[] input = [0.2f, 0.6f];

        Assert.That(await _sum.WithTransform(InputTransform.BitDepth(1), InputTransform.Rounding(0.3)).PredictAsync(input), Is.EqualTo(0.9f).Within(1e-6));
        Assert.That(await _sum.WithTransform(InputTransform.Rounding(0.3), InputTransform.BitDepth(1)).PredictAsync(input), Is.EqualTo(1));
        Assert.That(input, Is.EqualTo(new[] { 0.2f, 0.6f }));
    }

    [Test]
    public async Task WithTransform_model_of_batches_takes_batches()
    {
        IModel<float[], Classification> defended = Digits.Network.WithTransform(InputTransform.Median(Digits.Shape));
        Classification[] answers = new Classification[20];
        int batches = Digits.Network.Batches;

        await ((IBatchModel<float[], Classification>)defended).PredictBatchAsync(Digits.TestRows.AsMemory(0, 20), answers);

        Assert.That(Digits.Network.Batches - batches, Is.EqualTo(1));
        Assert.That(answers[7], Is.EqualTo(await defended.PredictAsync(Digits.TestRows[7])));
    }

    [Test]
    public async Task WithTransform_random_one_changes_the_same_input_in_the_same_way()
    {
        IModel<float[], float> defended = Model.FromDelegate<float[], float>(static row => row[9] + 2 * row[30]).WithTransform(InputTransform.RandomResizePad(Digits.Shape, 0.5));
        float[] first = [.. await Answers()];

        Assert.That(await Answers(), Is.EqualTo(first));

        async Task<List<float>> Answers()
        {
            List<float> answers = [];
            foreach (float[] row in Digits.TestRows[..20])
            {
                answers.Add(await defended.PredictAsync(row));
            }

            return answers;
        }
    }

    [Test]
    public void WithTransform_refuses_what_does_not_fit()
    {
        Assert.That(() => _sum.WithTransform(), Throws.ArgumentException.With.Message.Contains("at least one"));
        Assert.That(() => _sum.WithTransform(InputTransform.Median(new(2, 2)), InputTransform.Median(new(3, 3))), Throws.ArgumentException.With.Message.Contains("4 and 9"));
        Assert.That(async () => await _sum.WithTransform(InputTransform.Median(new(2, 2))).PredictAsync([1]), Throws.ArgumentException.With.Message.Contains("take 4"));
    }

    [TestCase(float.PositiveInfinity)]
    [TestCase(float.NegativeInfinity)]
    public void WithTransform_infinite_number_is_a_failure_and_becomes_no_ordinary_one(float value) =>
        Assert.That(async () => await _sum.WithTransform(InputTransform.BitDepth(3)).PredictAsync([0.5f, value]), Throws.ArgumentException.With.Message.Contains("infinite"));

    [Test]
    public async Task WithTransform_missing_number_stays_missing() =>
        Assert.That(await _sum.WithTransform(InputTransform.BitDepth(3)).PredictAsync([0.5f, float.NaN]), Is.NaN);

    [TestCase(SafetyAction.Flag)]
    [TestCase(SafetyAction.Review)]
    [TestCase(SafetyAction.Block)]
    public void AddAbstention_answer_without_a_class_gets_the_chosen_action(SafetyAction otherwise)
    {
        SafetyBuilder<float[], Classification> builder = new SafetyBuilder<float[], Classification>(Digits.Network).AddAbstention(otherwise);

        Verdict<Classification> verdict = Guards.InspectOutput(builder, Digits.TestRows[0], default);

        Assert.That(verdict.Action, Is.EqualTo(otherwise));
        Assert.That(verdict.Evidence[0].Code, Is.EqualTo("adversarial.abstained"));
        Assert.That(Guards.InspectOutput(builder, Digits.TestRows[0], Digits.Network.Answer(Digits.TestRows[0])).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [Test]
    public void AddAbstention_refuses_another_action() =>
        Assert.That(() => new SafetyBuilder<float[], Classification>(Digits.Network).AddAbstention(SafetyAction.Allow), Throws.TypeOf<SafetyBuildException>());

    [Test]
    public async Task Smoothed_model_in_a_safe_model_abstains_to_review()
    {
        IModel<float[], Classification> half = Model.FromDelegate<float[], Classification>(static row => Classification.TakeProbabilities(row[0] > 0 ? [0, 1] : [1, 0]));
        await using SafeModel<float[], Classification> safe = new RandomizedSmoothing<float[]>(RowModel.Of(half), new() { Seed = 0 }).WithSafety(
            static safety => safety.AddAbstention().AddConfidenceThreshold(static answer => answer.Probabilities, 0.6));

        Assert.That((await safe.EvaluateAsync([1])).Output.ClassIndex, Is.EqualTo(1));
        SafetyResult<Classification> result = await safe.EvaluateAsync([0]);
        Assert.That(result.Action, Is.EqualTo(SafetyAction.Review));
        Assert.That(result.Evidence.Select(static one => one.Code), Does.Contain("adversarial.abstained"));
    }
}
