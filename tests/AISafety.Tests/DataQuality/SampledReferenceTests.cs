using AISafety.DataQuality;

namespace AISafety.Tests.DataQuality;

/// <summary>References of which a share of the rows is kept, and what is neither found nor gone.</summary>
[TestFixture]
public sealed class SampledReferenceTests
{
    [Test]
    public void Value_that_stays_for_long_in_the_reference_is_not_stuck()
    {
        // A tariff of five steps, one for 400 rows each.
        float[] rows = [.. Enumerable.Range(0, 60_000).Select(i => (float)(i / 400 % 5))];
        DataQualityWatch watch = new(ReferenceProfile.FitRows(["tariff"], rows), new() { Off = [DataQualityCheck.Constant, DataQualityCheck.Duplicates] });
        List<DataQualityFinding> found = [];
        foreach (float value in rows.AsSpan(0, 20_000))
        {
            found.AddRange(watch.Observe([value])?.Findings ?? []);
        }

        Assert.That(found, Is.Empty);
    }

    [Test]
    public void Rows_that_are_sent_twice_in_the_reference_too_are_no_duplicates()
    {
        Random random = new(5);
        float[] rows = Twice(60_000, random);
        DataQualityWatch watch = new(ReferenceProfile.FitRows(["x"], rows), new() { Off = [.. Enum.GetValues<DataQualityCheck>().Where(static check => check != DataQualityCheck.Duplicates)] });
        List<DataQualityFinding> found = [];
        foreach (float value in Twice(10_000, random))
        {
            found.AddRange(watch.Observe([value])?.Findings ?? []);
        }

        Assert.That(found, Is.Empty);

        static float[] Twice(int count, Random random)
        {
            float[] rows = new float[count];
            for (int i = 0; i < count; i++)
            {
                rows[i] = i > 0 && random.NextDouble() < 0.03 ? rows[i - 1] : random.NextSingle();
            }

            return rows;
        }
    }

    [Test]
    public void Infinities_that_the_reference_has_too_are_in_range()
    {
        Random random = new(6);
        float[] rows = [.. Enumerable.Range(0, 5_000).SelectMany(_ => Ratio(random))];
        ReferenceProfile profile = ReferenceProfile.FitRows(Visits.Schema, rows);

        Assert.That(Visits.Find(static (row, random) => row[Visits.Weight] = random.Next(20) == 0 ? float.PositiveInfinity : row[Visits.Weight], profile: profile), Is.Empty);
        Assert.That(Visits.Find(static (row, random) => row[Visits.Weight] = random.Next(5) == 0 ? float.PositiveInfinity : row[Visits.Weight], profile: profile).Select(static one => one.Code), Does.Contain("quality.range"));

        static float[] Ratio(Random random)
        {
            float[] row = Visits.Row(random);
            row[Visits.Weight] = random.Next(20) == 0 ? float.PositiveInfinity : row[Visits.Weight];
            return row;
        }
    }

    [Test]
    public void Share_that_is_too_great_but_may_be_chance_is_neither_found_nor_gone()
    {
        QualityJudgement judgement = new();
        DuplicateRows.Judge((0, 1_000), (3, 60), 60, tolerance: 0.01, level: 1e-9, judgement);
        Assert.That((judgement.Findings.Count, judgement.IsNotFound(new(DataQualityCheck.Duplicates, null, "duplicate-share"))), Is.EqualTo((0, false)));

        DuplicateRows.Judge((0, 1_000), (0, 60), 60, tolerance: 0.01, level: 1e-9, judgement);
        Assert.That(judgement.IsNotFound(new(DataQualityCheck.Duplicates, null, "duplicate-share")), Is.True);
    }
}
