using AISafety.Uncertainty;
using CsCheck;

namespace AISafety.Tests.Uncertainty.Adaptive;

public sealed class AdaptiveSetsTests
{
    private static readonly string[] _labels = ["a", "b", "c"];

    // The true label's probability is 0.01, 0.02, ..., 0.99.
    private static readonly (ReadOnlyMemory<float>, string)[] _rows =
        [.. Enumerable.Range(1, 99).Select(i => ((ReadOnlyMemory<float>)new[] { i / 100f, 1 - i / 100f, 0 }, "a"))];

    private static readonly Gen<float[]> _probabilities = Gen.Select(Gen.Int[0, 20].Array[4], weights =>
    {
        float sum = weights.Sum();
        return sum == 0 ? [1f, 0, 0, 0] : weights.Select(weight => weight / sum).ToArray();
    });

    [Test]
    public void Apply_at_first_is_split_conformal()
    {
        AdaptiveSets<string> sets = new(_labels, _rows, new() { Coverage = 0.9 });

        // The 90th of 99 scores is 0.9: labels with a probability of 0.1 or more.
        AdaptiveSet<string> given = sets.Apply([0.25f, 0.7f, 0.05f]);
        Assert.That(given.Threshold, Is.EqualTo(1 - 0.1f));
        Assert.That(given.Set.Labels, Is.EqualTo(new[] { "b", "a" }));
        Assert.That((given.Set.Top, given.TopClass, given.Set.Coverage), Is.EqualTo(("b", 1, 0.9)));
        Assert.That(given.ToString(), Is.EqualTo("2 labels at a coverage of 0.9"));
    }

    [TestCase(-0.1, 3, float.PositiveInfinity)]
    [TestCase(1.1, 0, float.NegativeInfinity)]
    public void Apply_beyond_the_levels_is_everything_or_nothing(double level, int size, float threshold)
    {
        AdaptiveSet<string> given = new AdaptiveSets<string>(_labels, new AdaptiveState(level, [0.5])).Apply([0.2f, 0.2f, 0.6f]);
        Assert.That((given.Set.Count, given.Threshold, given.Set.Top), Is.EqualTo((size, threshold, "c")));
        Assert.That(given.Set.Labels, Is.EqualTo(new[] { "c", "a", "b" }.Take(size)));
        Assert.That(new AdaptiveSets<string>(_labels, []).Apply([1, 0, 0]).Set.Count, Is.EqualTo(3), "nothing is known yet");
    }

    [Test]
    public void Update_any_sequence_keeps_the_law()
    {
        // Whatever comes, even labels chosen to miss or to be held, of any probabilities: the paper's proposition 4.1.
        Gen<(double, double, int, (float[], int, int)[])> cases =
            Gen.Select(Gen.Double[0.02, 0.98], Gen.Double[0.001, 0.9], Gen.Int[20, 200], Gen.Select(_probabilities, Gen.Int[0, 2], Gen.Int[0, 3]).Array[1, 400]);
        cases.Sample(
            (coverage, gamma, window, steps) =>
            {
                AdaptiveSets<int> sets = new([0, 1, 2, 3], [], new() { Coverage = coverage, Gamma = gamma, ScoreWindow = window });
                double alpha = 1 - coverage;
                foreach (((float[] probabilities, int move, int any), int t) in steps.Select((step, t) => (step, t)))
                {
                    AdaptiveSet<int> given = sets.Apply(probabilities);
                    int[] outside = [.. Enumerable.Range(0, 4).Except(given.Set.Labels)];
                    Assert.That(given.Set.Labels.OrderBy(label => label), Is.EqualTo(Enumerable.Range(0, 4).Where(label => given.Scores[label] <= given.Threshold)));
                    Assert.That(given.Set.Labels.Select(label => given.Scores[label]), Is.Ordered);
                    sets.Update(given, move switch
                    {
                        0 when outside.Length > 0 => outside[any % outside.Length],
                        1 when !given.Set.IsEmpty => given.Set.Labels[any % given.Set.Count],
                        _ => any,
                    });
                    AdaptiveCoverage now = sets.GetSnapshot();
                    double bound = (Math.Max(alpha, 1 - alpha) + gamma) / (gamma * (t + 1));
                    Assert.That(Math.Abs(1 - now.Realised - alpha), Is.LessThanOrEqualTo(bound + 1e-9));
                    Assert.That(now.RealisedBound, Is.EqualTo(bound).Within(1e-9));
                }
            },
            iter: 300,
            seed: "0000000000001");
    }

    [Test]
    public void Update_late_outcomes_keep_the_law_of_delay([Values(1, 10, 100)] int delay)
    {
        const double Gamma = 0.02;
        const int Steps = 3000;
        Random random = new(7);
        AdaptiveSets<string> sets = new(_labels, _rows, new() { Gamma = Gamma });
        Queue<(AdaptiveSet<string> Given, string Actual)> waiting = new();
        for (int t = 0; t < Steps; t++)
        {
            // The model gets worse and worse, and then is always wrong.
            float sure = random.NextSingle();
            string actual = random.NextDouble() < (double)t / 2000 ? "c" : "a";
            waiting.Enqueue((sets.Apply([sure, (1 - sure) / 2, (1 - sure) / 2]), actual));
            if (waiting.Count > delay)
            {
                (AdaptiveSet<string> given, string label) = waiting.Dequeue();
                sets.Update(given, label);
            }
        }

        AdaptiveCoverage now = sets.GetSnapshot();
        Assert.That(now.LabelledCount, Is.EqualTo(Steps - delay));
        Assert.That(Math.Abs(0.9 - now.Realised), Is.LessThanOrEqualTo((0.9 + Gamma * (1 + delay)) / (Gamma * now.LabelledCount)));
    }

    [Test]
    public void Update_drift_in_the_middle_recovers_where_fixed_sets_do_not()
    {
        Random random = new(11);
        List<(ReadOnlyMemory<float>, string)> calibration = [.. Enumerable.Range(0, 1000).Select(_ => Draw(isDrifted: false))];
        PredictionSetCalibration<string> fixedOnes = PredictionSetCalibration<string>.Fit(_labels, calibration, 0.9);
        AdaptiveSets<string> sets = new(_labels, calibration, new() { Gamma = 0.02 });
        int[] adaptive = new int[2];
        int[] still = new int[2];
        for (int t = 0; t < 4000; t++)
        {
            (ReadOnlyMemory<float> probabilities, string label) = Draw(t >= 2000);
            AdaptiveSet<string> given = sets.Apply(probabilities.Span);
            adaptive[t / 2000] += given.Set.Contains(label) ? 1 : 0;
            still[t / 2000] += fixedOnes.Apply(probabilities.Span).Contains(label) ? 1 : 0;
            sets.Update(given, label);
        }

        TestContext.Out.WriteLine($"before: {adaptive[0] / 2000.0} {still[0] / 2000.0}; after: {adaptive[1] / 2000.0} {still[1] / 2000.0}");
        Assert.That(adaptive.Select(count => count / 2000.0), Is.All.EqualTo(0.9).Within(0.02));
        Assert.That(still[0] / 2000.0, Is.EqualTo(0.9).Within(0.03));
        Assert.That(still[1] / 2000.0, Is.LessThan(0.75));

        // The model says p of its label and is right as often; once the data have drifted, far less often.
        (ReadOnlyMemory<float>, string) Draw(bool isDrifted)
        {
            float sure = 0.4f + 0.6f * random.NextSingle();
            double draw = random.NextDouble();
            double right = isDrifted ? sure / 2 : sure;
            return (new[] { sure, (1 - sure) * 0.6f, (1 - sure) * 0.4f }, draw < right ? "a" : draw < right + (1 - right) * 0.6 ? "b" : "c");
        }
    }

    [Test]
    public void GetState_stored_and_gone_on_from_is_as_if_nothing_had_happened()
    {
        Random random = new(5);
        AdaptiveSets<string> one = new(_labels, _rows, new() { Gamma = 0.02, ScoreWindow = 100 });
        for (int i = 0; i < 300; i++)
        {
            one.Update(one.Apply([0.6f, 0.3f, 0.1f]), _labels[random.Next(3)]);
        }

        AdaptiveSets<string> other = new(_labels, one.GetState(), new() { Gamma = 0.02, ScoreWindow = 100 });
        for (int i = 0; i < 300; i++)
        {
            AdaptiveSet<string> given = one.Apply([0.6f, 0.3f, 0.1f]);
            Assert.That(other.Apply([0.6f, 0.3f, 0.1f]).Threshold, Is.EqualTo(given.Threshold));
            string label = _labels[random.Next(3)];
            one.Update(given, label);
            other.Update(given, label);
        }
    }

    [Test]
    public void Bad_input_is_named()
    {
        AdaptiveSets<string> sets = new(_labels, _rows);
        Assert.That(() => new AdaptiveSets<string>(["a"], []), Throws.ArgumentException.With.Message.Contains("1 different labels of 1"));
        Assert.That(() => new AdaptiveSets<string>(["a", "a"], []), Throws.ArgumentException.With.Message.Contains("1 different labels of 2"));
        Assert.That(() => new AdaptiveSets<int>(Enumerable.Range(0, 65), []), Throws.ArgumentException.With.Message.Contains("expected 2 to 64"));
        Assert.That(() => new AdaptiveSets<string>(_labels, [(new float[] { 1, 0, 0 }, "d")]), Throws.ArgumentException.With.Message.Contains("unknown"));
        Assert.That(() => new AdaptiveSets<string>(_labels, [], new() { Gamma = 0 }), Throws.ArgumentException.With.Message.Contains("AdaptiveCoverageOptions.Gamma is 0; expected"));
        Assert.That(() => sets.Apply([1, 0]), Throws.ArgumentException.With.Message.Contains("2 probabilities; expected 3"));
        Assert.That(() => sets.Apply([float.NaN, 0, 1]), Throws.ArgumentException.With.Message.Contains("0 to 1"));
        Assert.That(() => sets.Update(sets.Apply([1, 0, 0]), "d"), Throws.ArgumentException.With.Message.Contains("unknown"));
        Assert.That(() => sets.Update(sets.Apply([1, 0, 0]) with { Scores = [0] }, "a"), Throws.ArgumentException.With.Message.Contains("other labels"));
    }
}
