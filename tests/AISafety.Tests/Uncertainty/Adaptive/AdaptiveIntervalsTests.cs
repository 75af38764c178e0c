using System.Text.Json;
using AISafety.Uncertainty;
using CsCheck;

namespace AISafety.Tests.Uncertainty.Adaptive;

public sealed class AdaptiveIntervalsTests
{
    private static readonly (double, double)[] _rows = [.. Enumerable.Range(1, 99).Select(i => (0.0, i % 2 == 0 ? i : (double)-i))];

    [Test]
    public void Apply_at_first_is_split_conformal()
    {
        AdaptiveIntervals intervals = new(_rows, new() { Coverage = 0.9 });
        Assert.That(intervals.Apply(5), Is.EqualTo(new PredictionInterval(5, -85, 95, 0.9)));
        Assert.That(new AdaptiveIntervals([]).Apply(5).Width, Is.EqualTo(double.PositiveInfinity));
        Assert.That(() => intervals.Apply(double.NaN), Throws.ArgumentException);
    }

    [Test]
    public void Update_any_sequence_keeps_the_law()
    {
        // Whatever comes, even a number chosen to miss or to be held: the paper's proposition 4.1.
        Gen<(double, double, int, int[])> cases = Gen.Select(Gen.Double[0.02, 0.98], Gen.Double[0.001, 0.9], Gen.Int[20, 200], Gen.Int[0, 4].Array[1, 400]);
        cases.Sample(
            (coverage, gamma, window, moves) =>
            {
                AdaptiveIntervals intervals = new(_rows, new() { Coverage = coverage, Gamma = gamma, ScoreWindow = window });
                double alpha = 1 - coverage;
                for (int t = 0; t < moves.Length; t++)
                {
                    PredictionInterval given = intervals.Apply(t % 7);
                    intervals.Update(given, moves[t] switch
                    {
                        0 => given.Prediction,
                        1 => double.IsFinite(given.Upper) ? given.Upper + 1 : 1e6,
                        2 => 1000 * t,
                        3 => double.IsFinite(given.Lower) ? given.Lower : -3,
                        _ => -t,
                    });
                    AdaptiveCoverage now = intervals.GetSnapshot();
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
        AdaptiveIntervals intervals = new(_rows, new() { Gamma = Gamma });
        Queue<(PredictionInterval Given, double Actual)> waiting = new();
        for (int t = 0; t < Steps; t++)
        {
            double spread = 1 << (t / 300);
            waiting.Enqueue((intervals.Apply(0), spread * random.NextDouble()));
            if (waiting.Count > delay)
            {
                (PredictionInterval given, double actual) = waiting.Dequeue();
                intervals.Update(given, actual);
            }
        }

        AdaptiveCoverage now = intervals.GetSnapshot();
        Assert.That(now.LabelledCount, Is.EqualTo(Steps - delay));
        Assert.That(Math.Abs(0.9 - now.Realised), Is.LessThanOrEqualTo((0.9 + Gamma * (1 + delay)) / (Gamma * now.LabelledCount)));
    }

    [Test]
    public void Update_scale_grows_tenfold_recovers_where_fixed_intervals_do_not()
    {
        Random random = new(11);
        AdaptiveIntervals intervals = new(_rows.Select(row => (0.0, row.Item2 / 99)), new() { Gamma = 0.02 });
        PredictionInterval atFirst = intervals.Apply(0);
        int adaptive = 0;
        int fixedOnes = 0;
        for (int t = 0; t < 2000; t++)
        {
            double actual = 10 * (2 * random.NextDouble() - 1);
            PredictionInterval given = intervals.Apply(0);
            adaptive += given.Contains(actual) ? 1 : 0;
            fixedOnes += atFirst.Contains(actual) ? 1 : 0;
            intervals.Update(given, actual);
        }

        TestContext.Out.WriteLine($"{adaptive / 2000.0} {fixedOnes / 2000.0}");
        Assert.That(adaptive / 2000.0, Is.EqualTo(0.9).Within(0.03));
        Assert.That(fixedOnes / 2000.0, Is.LessThan(0.2));
    }

    [Test]
    public void Constructor_option_out_of_range_names_it()
    {
        Assert.That(() => new AdaptiveIntervals([], new() { Gamma = 0 }), Throws.ArgumentException.With.Message.Contains("Gamma is 0; expected"));
        Assert.That(() => new AdaptiveIntervals([], new() { Coverage = 1 }), Throws.ArgumentException.With.Message.Contains("Coverage is 1; expected"));
        Assert.That(() => new AdaptiveIntervals([], new() { ScoreWindow = 3 }), Throws.ArgumentException.With.Message.Contains("ScoreWindow is 3; expected"));
        Assert.That(() => new AdaptiveIntervals([(0, double.NaN)]), Throws.ArgumentException);
        Assert.That(() => new AdaptiveIntervals(new AdaptiveState(double.NaN, [])), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new AdaptiveIntervals(new AdaptiveState(0.1, null!)), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new AdaptiveIntervals(new AdaptiveState(0.1, [double.NaN])), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void GetState_stored_and_gone_on_from_is_as_if_nothing_had_happened([Values(30, 1000)] int before)
    {
        Random random = new(5);
        AdaptiveCoverageOptions options = new() { Gamma = 0.02, ScoreWindow = 200 };
        AdaptiveIntervals one = new(_rows, options);
        Learn(before);
        AdaptiveState stored = JsonSerializer.Deserialize<AdaptiveState>(JsonSerializer.Serialize(one.GetState()))!;
        AdaptiveIntervals other = new(stored, options);
        Assert.That(stored.Scores, Has.Count.EqualTo(Math.Min(99 + before, 200)));

        for (int i = 0; i < 500; i++)
        {
            PredictionInterval given = one.Apply(0);
            Assert.That(other.Apply(0), Is.EqualTo(given));
            double actual = 200 * random.NextDouble();
            one.Update(given, actual);
            other.Update(given, actual);
        }

        Assert.That(other.GetSnapshot().Level, Is.EqualTo(one.GetSnapshot().Level));

        void Learn(int count)
        {
            for (int i = 0; i < count; i++)
            {
                one.Update(one.Apply(0), 100 * random.NextDouble());
            }
        }
    }
}
