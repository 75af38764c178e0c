using System.Text.Json;
using AISafety.Statistics;
using AISafety.Tests.Support;
using AISafety.Uncertainty;

namespace AISafety.Tests.Uncertainty;

public sealed class PredictionIntervalTests
{
    private static readonly IModel<double, double> _model = Model.FromDelegate((double x) => 2 * x);

    [Test]
    public async Task WithPredictionIntervals_by_residuals_has_one_width()
    {
        // Residuals 1 to 9: a coverage of 0.9 takes the ninth.
        IntervalCalibration calibration = IntervalCalibration.Fit(Enumerable.Range(1, 9).Select(i => (10.0, 10.0 + (i % 2 == 0 ? i : -i))), 0.9);
        PredictionInterval interval = await _model.WithPredictionIntervals(y => y, calibration).PredictAsync(5);
        Assert.That(interval, Is.EqualTo(new PredictionInterval(10, 1, 19, 0.9)));
        Assert.That((interval.Width, interval.Contains(1), interval.Contains(19.5), interval.Contains(double.NaN)), Is.EqualTo((18.0, true, false, false)));
    }

    [Test]
    public async Task WithPredictionIntervals_by_difficulty_follows_the_row()
    {
        IntervalCalibration calibration = IntervalCalibration.Fit([(0.0, 1.0, 1.0), (0.0, -4.0, 2.0), (0.0, 9.0, 3.0)], 0.5);
        IModel<double, PredictionInterval> model = _model.WithPredictionIntervals(y => y, calibration, (x, y) => x / 10);
        Assert.That(calibration.Reach, Is.EqualTo(2));
        Assert.That(await model.PredictAsync(10), Is.EqualTo(new PredictionInterval(20, 18, 22, 0.5)));
        Assert.That(await model.PredictAsync(20), Is.EqualTo(new PredictionInterval(40, 36, 44, 0.5)));
        Assert.That(() => model.PredictAsync(0).AsTask(), Throws.ArgumentException);
    }

    [Test]
    public async Task WithPredictionIntervals_by_quantiles_moves_their_ends()
    {
        // Scores -1, 0.5, 2: a coverage of 0.5 takes the second.
        IntervalCalibration calibration = IntervalCalibration.FitQuantiles([(0, 2, 1), (0, 2, 2.5), (0, 2, -2)], 0.5);
        IModel<double, PredictionInterval> model = _model.WithPredictionIntervals(y => (y - 1, y + 2), calibration);
        Assert.That(await model.PredictAsync(5), Is.EqualTo(new PredictionInterval(10.5, 8.5, 12.5, 0.5)));
    }

    [Test]
    public async Task WithPredictionIntervals_by_group_knows_nothing_of_a_group_unseen()
    {
        GroupIntervalCalibration<string> calibration = GroupIntervalCalibration<string>.Fit([(0, 1, "a"), (0, 5, "b"), (0, -1, "a"), (0, 5, "b"), (0, 1, "a")], 0.5);
        IModel<double, PredictionInterval> model = _model.WithPredictionIntervals(y => y, x => x < 0 ? "z" : x < 10 ? "a" : "b", calibration);
        Assert.That(await model.PredictAsync(5), Is.EqualTo(new PredictionInterval(10, 9, 11, 0.5)));
        Assert.That(await model.PredictAsync(50), Is.EqualTo(new PredictionInterval(100, 95, 105, 0.5)));
        Assert.That((await model.PredictAsync(-1)).Width, Is.EqualTo(double.PositiveInfinity));
        Assert.That(calibration.Groups.Keys, Is.EquivalentTo(["a", "b"]));
    }

    [Test]
    public void Apply_too_few_rows_is_everything() =>
        Assert.That(IntervalCalibration.Fit([(1, 2)], 0.9).Apply(3), Is.EqualTo(new PredictionInterval(3, double.NegativeInfinity, double.PositiveInfinity, 0.9)));

    [Test]
    public void Fit_covers_as_often_as_asked_by_group_too()
    {
        // Group 1 is ten times as wide; together it would be missed far too often.
        const int Repeats = 1500;
        Random random = new(502);
        int[] missed = new int[2];
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            GroupIntervalCalibration<int> calibration = GroupIntervalCalibration<int>.Fit(
                Enumerable.Range(0, 118).Select(i => (0.0, Noise(i % 2), i % 2)), 0.8);
            for (int group = 0; group < 2; group++)
            {
                missed[group] += calibration.Apply(0, group).Contains(Noise(group)) ? 0 : 1;
            }
        }

        // 59 rows a group: 60 divides.
        double fourErrors = 4 * Math.Sqrt(0.2 * 0.8 / Repeats);
        Assert.That(missed.Select(count => (double)count / Repeats), Is.All.EqualTo(0.2).Within(fourErrors));

        double Noise(int group) => (1 + 9 * group) * Math.Tan(Math.PI * (random.NextDouble() - 0.5));
    }

    [Test]
    public async Task Guard_stops_what_is_too_wide()
    {
        GroupIntervalCalibration<bool> calibration = new([KeyValuePair.Create(true, IntervalCalibration.From(new ConformalInterval(2), 0.9))]);
        await using SafeModel<double, PredictionInterval> safe = _model
            .WithPredictionIntervals(y => y, x => x > 0, calibration)
            .WithSafety(safety => safety.AddIntervalWidth(maximum: 4));
        Assert.That((await safe.EvaluateAsync(1)).Action, Is.EqualTo(SafetyAction.Allow));
        SafetyResult<PredictionInterval> wide = await safe.EvaluateAsync(-1);
        Assert.That((wide.Action, wide.Evidence[0].Code, wide.Evidence[0].Score, wide.Evidence[0].Threshold), Is.EqualTo((SafetyAction.Review, "prediction-interval.wide", double.PositiveInfinity, 4.0)));
    }

    [Test]
    public void Guard_width_that_is_none_blocks_whatever_otherwise_says()
    {
        SafetyBuilder<double, PredictionInterval> builder = new SafetyBuilder<double, PredictionInterval>(Model.FromDelegate((double x) => default(PredictionInterval)))
            .AddIntervalWidth(1, SafetyAction.Flag);
        foreach (PredictionInterval bad in new PredictionInterval[] { new(0, double.NaN, 1, 0.9), new(0, 1, 0, 0.9) })
        {
            Verdict<PredictionInterval> verdict = Guards.InspectOutput(builder, 0, bad);
            Assert.That((verdict.Action, verdict.Evidence[0].Code), Is.EqualTo((SafetyAction.Block, "prediction-interval.invalid")));
        }
    }

    [Test]
    public void Guard_reloads_its_action()
    {
        SafetyBuilder<double, PredictionInterval> builder = new SafetyBuilder<double, PredictionInterval>(Model.FromDelegate((double x) => default(PredictionInterval)))
            .AddIntervalWidth(1);
        IOutputGuard<double, PredictionInterval> guard = builder.OutputGuards.Single().Create(new(null, TimeProvider.System));
        Assert.That(((IReloadableGuard)guard).FindFault(new() { Minimum = 1 }), Does.Contain("Minimum"));
        ((IReloadableGuard)guard).Reload(new() { Otherwise = SafetyAction.Flag });
        Assert.That(guard.InspectAsync(0, new(0, 0, 9, 0.9), Guards.Context<double>(null, 0)).Result.Action, Is.EqualTo(SafetyAction.Flag));
    }

    [Test]
    public void Guard_allowed_interval_allocates_nothing()
    {
        SafetyBuilder<double, PredictionInterval> builder = new SafetyBuilder<double, PredictionInterval>(Model.FromDelegate((double x) => default(PredictionInterval)))
            .AddIntervalWidth(1);
        IOutputGuard<double, PredictionInterval> guard = builder.OutputGuards.Single().Create(new(null, TimeProvider.System));
        SafetyContext context = Guards.Context<double>(null, 0);
        Assert.That(Allocations.Of(() => guard.InspectAsync(0, new(0, 0, 1, 0.9), context).Result.Action == SafetyAction.Allow), Is.Zero);
    }

    [Test]
    public void Interval_survives_json()
    {
        PredictionInterval interval = new(1, 0.5, 2, 0.9);
        Assert.That(JsonSerializer.Deserialize<PredictionInterval>(JsonSerializer.Serialize(interval)), Is.EqualTo(interval));
    }

    [Test]
    public void Bad_input_is_refused()
    {
        Assert.That(() => IntervalCalibration.Fit(Array.Empty<(double, double)>(), 0.9), Throws.ArgumentException);
        Assert.That(() => IntervalCalibration.Fit([(1, double.NaN)], 0.9), Throws.ArgumentException);
        Assert.That(() => IntervalCalibration.Fit([(1, 2, 0)], 0.9), Throws.ArgumentException);
        Assert.That(() => IntervalCalibration.Fit([(1, 2)], 0), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("coverage"));
        IntervalCalibration residuals = IntervalCalibration.Fit([(1, 2)], 0.5);
        IntervalCalibration quantiles = IntervalCalibration.FitQuantiles([(1, 2, 3)], 0.5);
        Assert.That(() => residuals.Apply(double.NaN), Throws.ArgumentException);
        Assert.That(() => residuals.ApplyQuantiles(1, 2), Throws.InvalidOperationException);
        Assert.That(() => quantiles.Apply(1), Throws.InvalidOperationException);
        Assert.That(() => quantiles.ApplyQuantiles(1, double.PositiveInfinity), Throws.ArgumentException);
        Assert.That(() => _model.WithPredictionIntervals(y => y, quantiles), Throws.ArgumentException);
        Assert.That(() => _model.WithPredictionIntervals(y => (y, y), residuals), Throws.ArgumentException);
        Assert.That(() => new GroupIntervalCalibration<int>([]), Throws.ArgumentException);
        Assert.That(() => new GroupIntervalCalibration<int>([new(1, quantiles)]), Throws.ArgumentException);
        Assert.That(
            () => new SafetyBuilder<double, double>(_model).AddIntervalWidth(y => y, double.NaN).Build(), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("prediction-interval"));
    }

    [Test]
    public void Difficulty_in_calibration_only_or_in_use_only_is_refused()
    {
        (double, double)[] plain = [.. Enumerable.Range(1, 50).Select(i => (0.0, (double)i))];
        (double, double, double)[] scaled = [.. Enumerable.Range(1, 50).Select(i => (0.0, (double)i, (double)i))];
        IntervalCalibration without = IntervalCalibration.Fit(plain, 0.9);
        IntervalCalibration with = IntervalCalibration.Fit(scaled, 0.9);
        IModel<double, double> model = Model.FromDelegate<double, double>(static input => input);

        Assert.That((without.UsesDifficulty, with.UsesDifficulty), Is.EqualTo((false, true)));
        Assert.That(() => with.Apply(1), Throws.ArgumentException.With.Message.Contains("calibrated with difficulties"));
        Assert.That(() => without.Apply(1, 2), Throws.ArgumentException.With.Message.Contains("calibrated without difficulties"));
        Assert.That(() => model.WithPredictionIntervals(output => output, with), Throws.ArgumentException.With.Message.Contains("calibrated with difficulties"));
        Assert.That(() => model.WithPredictionIntervals(output => output, without, (_, _) => 2), Throws.ArgumentException.With.Message.Contains("calibrated without difficulties"));
        Assert.That(() => new GroupIntervalCalibration<int>([KeyValuePair.Create(1, with)]), Throws.ArgumentException);
    }
}
