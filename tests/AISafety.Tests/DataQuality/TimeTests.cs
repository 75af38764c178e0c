using AISafety.DataQuality;

namespace AISafety.Tests.DataQuality;

/// <summary>Buckets of rows, and clocks that go backwards.</summary>
[TestFixture]
public sealed class TimeTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DataQualityOptions s_options = new() { VolumeBucket = TimeSpan.FromMinutes(1), MaxSilence = TimeSpan.FromMinutes(10), MaxAge = TimeSpan.FromHours(1) };

    [TestCase(0, true)]
    [TestCase(30, true)]
    [TestCase(75, false)]
    [TestCase(100, false)]
    [TestCase(150, false)]
    [TestCase(300, true)]
    public void Bucket_is_compared_with_the_ones_before(int rows, bool isFound)
    {
        TrafficVolume volume = Learned(out DateTimeOffset now);
        Add(volume, now, rows);
        Add(volume, now.AddMinutes(1), 0);

        Assert.That(volume.Finding is not null, Is.EqualTo(isFound));
    }

    [Test]
    public void Buckets_of_steady_traffic_raise_nothing_and_a_new_level_is_learned()
    {
        TrafficVolume volume = Learned(out DateTimeOffset now);
        Random random = new(2);
        for (int i = 0; i < 3_000; i++, now = now.AddMinutes(1))
        {
            Add(volume, now, 90 + random.Next(21));
            Assert.That(volume.Finding, Is.Null);
        }

        int alarmed = 0;
        for (int i = 0; i < 40; i++, now = now.AddMinutes(1))
        {
            Add(volume, now, 1_000);
            alarmed += volume.Finding is null ? 0 : 1;
        }

        Assert.That(alarmed, Is.EqualTo(12));
    }

    [Test]
    public void Bursty_traffic_needs_more_to_be_found_than_steady_traffic()
    {
        TrafficVolume volume = New();
        DateTimeOffset now = s_start;
        for (int i = 0; i < 60; i++, now = now.AddMinutes(1))
        {
            Add(volume, now, i % 2 == 0 ? 40 : 160);
        }

        Add(volume, now, 300);
        Add(volume, now.AddMinutes(1), 0);

        Assert.That(volume.Finding, Is.Null);
    }

    [TestCase(10, true)]
    [TestCase(400, true)]
    [TestCase(1_000, false)]
    [TestCase(1_900, false)]
    [TestCase(3_000, true)]
    public void Bucket_is_compared_with_what_is_expected_from_the_first_on(int rows, bool isFound)
    {
        TrafficVolume volume = New(s_options with { ExpectedRows = 1_000 });
        for (int i = 0; i < 200; i++)
        {
            Add(volume, s_start.AddMinutes(i), rows);
            Assert.That(volume.Finding is not null, Is.EqualTo(isFound && i > 0), $"after {i} whole buckets");
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Rows_that_come_now_and_then_only_are_judged_by_exact_numbers(bool isExpected)
    {
        // Ten are usual: none comes by chance with a probability of e^-10, 4.5e-5, and the level is 1e-5.
        TrafficVolume volume = New(s_options with { ExpectedRows = isExpected ? 10 : null });
        Random random = new(3);
        for (int i = 0; i < 288; i++)
        {
            Add(volume, s_start.AddMinutes(i), Poisson(random, 10));
        }

        Add(volume, s_start.AddMinutes(288), 0);
        Add(volume, s_start.AddMinutes(289), 0);

        Assert.That(volume.Finding, Is.Null);
    }

    [TestCase(2.5, true)]
    [TestCase(12, true)]
    [TestCase(100, true)]
    [TestCase(2.5, false)]
    [TestCase(12, false)]
    [TestCase(100, false)]
    public void Unchanged_traffic_alarms_at_most_as_often_as_stated(double rows, bool isExpected)
    {
        // A level of 1 % for each bucket, and hardly any factor.
        DataQualityOptions options = s_options with { ArlTarget = 100 * rows, VolumeFactor = 1.001, ExpectedRows = isExpected ? rows : null };
        const int Buckets = 20_000;
        TrafficVolume volume = new(options, new(options.ArlTarget, OnlyVolume));
        Random random = new(9);
        int found = 0;
        for (int i = 0; i < Buckets; i++)
        {
            Add(volume, s_start.AddMinutes(i), Poisson(random, rows));
            found += volume.Finding is null ? 0 : 1;
        }

        const double Stated = 0.01 * Buckets;
        TestContext.Out.WriteLine($"{rows} rows a bucket, {(isExpected ? "expected" : "learned")}: {found} found, {Stated:F0} stated");
        Assert.That(found, Is.LessThanOrEqualTo(Stated + (3 * Math.Sqrt(Stated))));
    }

    [Test]
    public void Rows_that_come_late_after_the_clock_was_looked_at_count_and_start_nothing_anew()
    {
        TrafficVolume volume = New(s_options with { ExpectedRows = 100 });
        for (int i = 0; i < 20; i++)
        {
            // Ninety seconds under way, and the clock was looked at meanwhile.
            DateTimeOffset now = s_start.AddMinutes(i);
            volume.Add(now, now, 0);
            volume.Add(now.AddSeconds(-90), now, 100);
            Assert.That(volume.Finding, Is.Null, $"minute {i}");
        }
    }

    [Test]
    public void Many_small_steps_back_of_the_clock_do_not_hide_a_silence()
    {
        SourceClock clock = new(["a"], true, s_options);
        DateTimeOffset now = s_start;
        clock.Look(now);
        for (int i = 0; i < 12; i++)
        {
            clock.Look(now += TimeSpan.FromMinutes(1));
            clock.Look(now -= TimeSpan.FromSeconds(1));
        }

        Assert.That(clock.Status(now).Single().Silence, Is.EqualTo(TimeSpan.FromMinutes(12)));
    }

    [Test]
    public void Watch_fed_by_hand_finds_a_volume_that_has_changed()
    {
        DataQualityWatch watch = new(Visits.Profile(), new() { VolumeBucket = TimeSpan.FromHours(1), WindowTime = TimeSpan.FromHours(1) });
        Random random = new(4);
        List<DataQualityFinding> found = [];
        for (int hour = 0; hour < 45; hour++)
        {
            for (int i = 0; i < (hour < 40 ? 100 : 900); i++)
            {
                found.AddRange(watch.Observe(Visits.Row(random), s_start.AddHours(hour).AddSeconds(i))?.Findings ?? []);
            }
        }

        // Of the hours 40 to 43; the last one has not ended.
        Assert.That(found.Select(one => (one.Code, one.Value)), Is.EqualTo(Enumerable.Repeat(("quality.volume", 900.0), 4)));
    }

    [Test]
    public void Clock_that_goes_back_starts_time_anew_and_nothing_throws()
    {
        TrafficVolume volume = Learned(out DateTimeOffset now);
        foreach (DateTimeOffset time in new[] { now.AddDays(-1), DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.MinValue, now })
        {
            Assert.That(() => Add(volume, time, 100), Throws.Nothing);
        }

        SourceClock clock = new(["a"], true, s_options);
        clock.Look(s_start);
        clock.Add(0, s_start, 1);
        clock.Look(s_start.AddDays(-1));

        Assert.That(Judge(clock, s_start.AddDays(-1).AddMinutes(9)), Is.Empty);
        Assert.That(Judge(clock, s_start.AddDays(-1).AddMinutes(11)).Single().Metric, Is.EqualTo("silence-seconds"), "A day of silence is not waited for.");
    }

    [TestCase(float.PositiveInfinity)]
    [TestCase(float.NaN)]
    [TestCase(float.MaxValue)]
    [TestCase(float.MinValue)]
    [TestCase(6.4e10f)]
    public void Odd_ages_do_not_throw(float age)
    {
        SourceClock clock = new(["a"], true, s_options);
        clock.Look(s_start);

        Assert.That(() => clock.Add(0, s_start, age), Throws.Nothing);
        Assert.That(() => clock.Status(s_start), Throws.Nothing);
    }

    private static TrafficVolume New(DataQualityOptions? options = null) => new(options ?? s_options, new(1_000_000, OnlyVolume));

    private static int[] OnlyVolume => [.. Enum.GetValues<DataQualityCheck>().Select(check => check == DataQualityCheck.Volume ? 1 : 0)];

    // By multiplication (D. Knuth, The Art of Computer Programming 2, 3.4.1).
    private static int Poisson(Random random, double mean)
    {
        int count = 0;
        for (double product = random.NextDouble(); product > Math.Exp(-mean); product *= random.NextDouble())
        {
            count++;
        }

        return count;
    }

    private static void Add(TrafficVolume volume, DateTimeOffset time, int rows) => volume.Add(time, time, rows);

    private static List<DataQualityFinding> Judge(SourceClock clock, DateTimeOffset now)
    {
        QualityJudgement judgement = new();
        clock.Judge(now, judgement);
        return judgement.Findings;
    }

    private static TrafficVolume Learned(out DateTimeOffset now)
    {
        TrafficVolume volume = New();
        Random random = new(1);
        now = s_start;
        for (int i = 0; i < 60; i++, now = now.AddMinutes(1))
        {
            Add(volume, now, 90 + random.Next(21));
        }

        return volume;
    }
}
