namespace AISafety.Tests.Drift;

[TestFixture]
public sealed class WindowMetricTests
{
    private static readonly string[] _colours = ["red", "green", "blue", "black"];

    [Test]
    public void Window_every_metric_finds_a_shift_and_not_its_absence([Values] DriftMetric metric)
    {
        DriftRows rows = new(20, 1);
        DriftWatch watch = new(rows.Profile(), new() { Guarantee = DriftGuarantee.PerLook, Alpha = 0.01, WindowRows = 400, Metric = metric });
        rows.Feed(watch, 400);
        FeatureDrift calm = watch.LastWindow!.Features[0];
        rows.Feed(watch, 400, shift: 0.8);
        FeatureDrift shifted = watch.LastWindow!.Features[0];
        TestContext.Out.WriteLine($"{calm} / {shifted}");
        Assert.That((calm.IsDrifted, shifted.IsDrifted, shifted.IsMaterial), Is.EqualTo((false, true, true)));
        Assert.That(calm.PValue, Is.InRange(0.01, 1.0));
        Assert.That(shifted.Distance, Is.GreaterThan(shifted.Threshold));
        Assert.That(calm.Distance, Is.LessThan(calm.Threshold));
        Assert.That(shifted.Distance, Is.InRange(shifted.Lower, shifted.Upper));
        Assert.That(shifted.Metric, Is.EqualTo(metric == DriftMetric.Automatic ? DriftMetric.KolmogorovSmirnov : metric));
    }

    [Test]
    public void Window_categories_every_metric_finds_a_shift_and_not_its_absence([Values] DriftMetric metric)
    {
        Random random = new(21);
        ReferenceProfile profile = ReferenceProfile.Fit(Colours, [.. Enumerable.Range(0, 1_000).Select(_ => Draw(random, 0.4))]);
        DriftWatch watch = new(profile, new() { Guarantee = DriftGuarantee.PerLook, Alpha = 0.01, WindowRows = 400, Metric = metric });
        Feed(watch, random, 0.4);
        Assert.That(watch.LastWindow!.Features[0].IsDrifted, Is.False);
        Feed(watch, random, 0.7);
        FeatureDrift shifted = watch.LastWindow!.Features[0];
        Assert.That(shifted.IsDrifted);
        bool isForNumbers = metric is DriftMetric.Automatic or DriftMetric.KolmogorovSmirnov or DriftMetric.Wasserstein or DriftMetric.MeanShift;
        Assert.That(shifted.Metric, Is.EqualTo(isForNumbers ? DriftMetric.ChiSquare : metric));
        Assert.That(shifted.Histograms!.Labels, Is.EqualTo(new[] { "red", "green", "blue", "black", "unseen", "missing" }));
    }

    [Test]
    public void Window_unseen_category_and_missing_values_count()
    {
        Random random = new(22);
        ReferenceProfile profile = ReferenceProfile.Fit(Colours, [.. Enumerable.Range(0, 1_000).Select(_ => Draw(random, 0.4))]);
        DriftWatch watch = new(profile, new() { Guarantee = DriftGuarantee.PerLook, WindowRows = 200 });
        for (int i = 0; i < 200; i++)
        {
            watch.Observe([i % 10 == 0 ? Feature.Unseen : i % 10 == 1 ? float.NaN : Code(random, 0.4)]);
        }

        FeatureDrift found = watch.LastWindow!.Features[0];
        Assert.That(found.IsDrifted);
        Assert.That(found.Missing, Is.EqualTo((0.0, 0.1)));
        Assert.That(found.Histograms!.Current[4], Is.EqualTo(0.1));
    }

    [Test]
    public void Window_cutoffs_decide_alone()
    {
        DriftRows rows = new(23, 1);
        DriftOptions options = new() { Guarantee = DriftGuarantee.PerLook, WindowRows = 50, Metric = DriftMetric.PopulationStability, Cutoffs = DriftOptions.TextbookCutoffs };
        DriftWatch textbook = new(rows.Profile(), options);
        DriftWatch calibrated = new(rows.Profile(), options with { Cutoffs = new Dictionary<DriftMetric, double>() });
        Assert.That(rows.Feed(textbook, 50), Has.Count.EqualTo(1), "with 50 rows an index above 0.1 comes by chance");
        Assert.That(rows.Feed(calibrated, 50), Is.Empty);
    }

    [Test]
    public void Window_odd_values_have_an_outcome_and_poison_nothing()
    {
        DriftRows rows = new(24, 4);
        List<float> cells = [];
        for (int i = 0; i < 600; i++)
        {
            float[] row = rows.Row();
            (row[1], row[2], row[3]) = (7, float.NaN, i % 50 == 0 ? float.PositiveInfinity : row[3]);
            cells.AddRange(row);
        }

        foreach (DriftMetric metric in Enum.GetValues<DriftMetric>())
        {
            DriftWatch watch = new(ReferenceProfile.FitRows(DriftRows.Names(4), cells.ToArray()), new() { Guarantee = DriftGuarantee.PerLook, Alpha = 0.01, WindowRows = 100, Metric = metric });
            Feed(row => (row[0], row[1], row[2], row[3]) = (float.NaN, 7, float.NaN, float.NaN));
            Feed(row => (row[0], row[1], row[2], row[3]) = (float.PositiveInfinity, 8, 1, float.NegativeInfinity));
            Assert.That(watch.LastWindow!.Features, Is.All.Matches<FeatureDrift>(static one => one.PValue is >= 0 and <= 1));
            Feed(row => (row[1], row[2]) = (7, float.NaN));
            Assert.That(watch.LastWindow!.Features.Where(static one => one.IsDrifted).Select(static one => one.Feature), Is.Empty, metric.ToString());

            void Feed(Action<float[]> spoil)
            {
                for (int i = 0; i < 100; i++)
                {
                    float[] row = rows.Row();
                    spoil(row);
                    watch.Observe(row);
                }
            }
        }
    }

    [Test]
    public void Window_testing_many_features_bonferroni_and_yekutieli_are_stricter()
    {
        DriftRows rows = new(25, 10);
        ReferenceProfile profile = rows.Profile();
        Dictionary<MultipleTesting, double> adjusted = [];
        foreach (MultipleTesting testing in Enum.GetValues<MultipleTesting>())
        {
            DriftRows same = new(26, 10);
            DriftWatch watch = new(profile, new() { Guarantee = DriftGuarantee.PerLook, WindowRows = 200, Testing = testing });
            same.Feed(watch, 200, shift: 0.3);
            adjusted[testing] = watch.LastWindow!.Features[0].AdjustedPValue;
        }

        Assert.That(adjusted[MultipleTesting.Bonferroni], Is.GreaterThanOrEqualTo(adjusted[MultipleTesting.BenjaminiHochberg]));
        Assert.That(adjusted[MultipleTesting.BenjaminiYekutieli], Is.GreaterThan(adjusted[MultipleTesting.BenjaminiHochberg]));
    }

    [Test]
    public void Window_sensitive_feature_shows_no_histogram()
    {
        FeatureSchema<float[]> schema = FeatureSchema.For<float[]>().Numeric("income", row => row[0], sensitive: true);
        DriftRows rows = new(27, 1);
        DriftWatch watch = new(ReferenceProfile.Fit(schema, Enumerable.Range(0, 500).Select(_ => rows.Row())));
        List<DriftAlarm> alarms = rows.Feed(watch, 1_000, shift: 2);
        Assert.That(alarms, Is.Not.Empty);
        Assert.That(alarms.SelectMany(static alarm => alarm.Drivers), Is.All.Matches<AlertDriver>(static driver => driver.Histograms is null));
        Assert.That(watch.LastWindow!.Features[0].Histograms, Is.Null);
    }

    private static FeatureSchema<string> Colours => FeatureSchema.For<string>().Categorical("colour", colour => colour, _colours);

    private static float Code(Random random, double first) => random.NextDouble() < first ? 0 : 1 + random.Next(3);

    private static string Draw(Random random, double first) => _colours[(int)Code(random, first)];

    private static void Feed(DriftWatch watch, Random random, double first)
    {
        for (int i = 0; i < 400; i++)
        {
            watch.Observe([Code(random, first)]);
        }
    }
}
