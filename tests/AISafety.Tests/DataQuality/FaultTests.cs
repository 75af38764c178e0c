namespace AISafety.Tests.DataQuality;

/// <summary>Each check finds its fault, of the right feature.</summary>
[TestFixture]
public sealed class FaultTests
{
    [Test]
    public void Missing_share_that_rises_by_four_points_is_found()
    {
        DataQualityFinding found = Only(Visits.Find((row, random) => row[Visits.Amount] = random.Next(16) == 0 ? float.NaN : row[Visits.Amount]), DataQualityCheck.Missing);

        Assert.That((found.Feature, found.Metric, found.Code), Is.EqualTo(("amount", "missing-share", "quality.missing")));
        Assert.That(found.Value, Is.EqualTo(0.11).Within(0.04));
        Assert.That(found.PValue, Is.LessThanOrEqualTo(found.Level));
    }

    [Test]
    public void Missing_everywhere_is_found_and_nothing_else_of_that_feature()
    {
        List<DataQualityFinding> found = Visits.Find((row, _) => row[Visits.Age] = float.NaN);

        Assert.That(found.Select(one => (one.Check, one.Feature)).Distinct(), Is.EqualTo(new[] { (DataQualityCheck.Missing, "age") }));
    }

    [Test]
    public void Unseen_categories_beyond_the_references_share_are_found() =>
        Assert.That(Only(Visits.Find((row, random) => row[Visits.City] = random.Next(25) == 0 ? Feature.Unseen : row[Visits.City]), DataQualityCheck.Unseen).Feature, Is.EqualTo("city"));

    [Test]
    public void Values_out_of_the_stated_range_are_found() =>
        Assert.That(Only(Visits.Find((row, random) => row[Visits.Age] = random.Next(30) == 0 ? 999 : row[Visits.Age]), DataQualityCheck.Range).Feature, Is.EqualTo("age"));

    [TestCase(float.PositiveInfinity)]
    [TestCase(float.NegativeInfinity)]
    [TestCase(-1e30f)]
    public void Values_beyond_all_of_the_reference_are_found(float wild) =>
        Assert.That(Only(Visits.Find((row, random) => row[Visits.Weight] = random.Next(30) == 0 ? wild : row[Visits.Weight]), DataQualityCheck.Range).Feature, Is.EqualTo("weight"));

    [TestCase(Visits.Height, 171.5f, "height")]
    [TestCase(Visits.Member, 0f, "member")]
    [TestCase(Visits.City, 1f, "city")]
    public void Feature_with_one_value_is_constant_and_stuck(int feature, float value, string name)
    {
        List<DataQualityFinding> found = Visits.Find((row, _) => row[feature] = value);

        Assert.That(found.Where(one => one.Check == DataQualityCheck.Constant).Select(one => one.Feature).Distinct(), Is.EqualTo(new[] { name }));
        Assert.That(found.Where(one => one.Check == DataQualityCheck.Stuck).Select(one => one.Feature).Distinct(), Is.EqualTo(new[] { name }));
    }

    [Test]
    public void Run_of_one_value_over_two_windows_is_stuck_though_neither_is_constant()
    {
        int row = 0;
        List<DataQualityFinding> found = Visits.Find((cells, _) =>
        {
            row++;
            cells[Visits.Height] = row is > 960 and <= 1_050 ? 170 : cells[Visits.Height];
        });

        Assert.That(found.Select(one => (one.Check, one.Feature, one.Value)), Is.EqualTo(new[] { (DataQualityCheck.Stuck, "height", 90.0) }));
    }

    [Test]
    public void Rows_that_are_sent_twice_are_found()
    {
        float[] last = new float[6];
        DataQualityFinding found = Only(
            Visits.Find((row, random) =>
            {
                if (random.Next(20) == 0)
                {
                    last.CopyTo(row, 0);
                }

                row.CopyTo(last, 0);
            }),
            DataQualityCheck.Duplicates);

        Assert.That(found.Feature, Is.Null);
        Assert.That(found.Value, Is.EqualTo(0.05).Within(0.025));
    }

    [Test]
    public void Whole_numbers_that_become_fractional_are_found() =>
        Assert.That(Only(Visits.Find((row, random) => row[Visits.Age] += random.Next(20) == 0 ? 0.5f : 0), DataQualityCheck.Type).Metric, Is.EqualTo("fractional-share"));

    [Test]
    public void Fractional_numbers_that_are_truncated_are_found() =>
        Assert.That(Only(Visits.Find((row, _) => row[Visits.Amount] = MathF.Truncate(row[Visits.Amount])), DataQualityCheck.Type).Metric, Is.EqualTo("whole-share"));

    [Test]
    public void Flag_that_is_neither_0_nor_1_is_found() =>
        Assert.That(Visits.Find((row, random) => row[Visits.Member] = random.Next(20) == 0 ? 2 : row[Visits.Member]).First(one => one.Check == DataQualityCheck.Type).Metric, Is.EqualTo("not-boolean-share"));

    [Test]
    public void Broken_correlation_names_the_pair()
    {
        DataQualityFinding found = Only(Visits.Find((row, random) => row[Visits.Weight] = (float)(70 + (12 * Visits.Normal(random)))), DataQualityCheck.Correlation);

        Assert.That(found.Feature, Is.EqualTo("height with weight"));
        Assert.That(found.Value, Is.Zero.Within(0.15));
    }

    [Test]
    public void Infinities_and_missing_rows_do_not_poison_the_windows_after()
    {
        DataQualityWatch watch = new(Visits.Profile());
        float[] wild = [float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.MaxValue, float.NaN, float.Epsilon];
        float[] missing = [.. Enumerable.Repeat(float.NaN, 6)];
        for (int i = 0; i < 1_000; i++)
        {
            watch.Observe(i % 2 == 0 ? wild : missing);
        }

        Assert.That(watch.LastWindow!.Findings, Is.Not.Empty);
        Random random = new(5);
        for (int i = 0; i < 2_000; i++)
        {
            watch.Observe(Visits.Row(random));
        }

        Assert.That(watch.LastWindow!.Findings, Is.Empty);
        Assert.That(watch.LastWindow.Look, Is.EqualTo(3));
    }

    [Test]
    public void Messages_hold_no_value_of_a_row()
    {
        List<DataQualityFinding> found = Visits.Find((row, _) => row[Visits.Height] = 123_456.5f);

        Assert.That(found, Is.Not.Empty);
        Assert.That(found.Select(one => one.Message), Has.None.Contain("123456").And.None.Contain("123,456"));
    }

    private static DataQualityFinding Only(List<DataQualityFinding> found, DataQualityCheck check)
    {
        Assert.That(found.Select(one => (one.Check, one.Feature)).Distinct().ToArray(), Has.Length.EqualTo(1), string.Join(" | ", found.Select(one => one.Message)));
        Assert.That(found.Select(one => one.Check), Has.All.EqualTo(check));
        Assert.That(found, Has.Count.EqualTo(3), "The fault is in three windows.");
        return found[0];
    }
}
