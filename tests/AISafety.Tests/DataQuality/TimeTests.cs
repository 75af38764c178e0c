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
        volume.Add(now, rows);
        volume.Add(now.AddMinutes(1), 0);

        Assert.That(volume.Finding is not null, Is.EqualTo(isFound));
    }

    [Test]
    public void Buckets_of_steady_traffic_raise_nothing_and_a_new_level_is_learned()
    {
        TrafficVolume volume = Learned(out DateTimeOffset now);
        Random random = new(2);
        for (int i = 0; i < 3_000; i++, now = now.AddMinutes(1))
        {
            volume.Add(now, 90 + random.Next(21));
            Assert.That(volume.Finding, Is.Null);
        }

        int alarmed = 0;
        for (int i = 0; i < 40; i++, now = now.AddMinutes(1))
        {
            volume.Add(now, 1_000);
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
            volume.Add(now, i % 2 == 0 ? 40 : 160);
        }

        volume.Add(now, 300);
        volume.Add(now.AddMinutes(1), 0);

        Assert.That(volume.Finding, Is.Null);
    }

    [Test]
    public void Clock_that_goes_back_starts_time_anew_and_nothing_throws()
    {
        TrafficVolume volume = Learned(out DateTimeOffset now);
        foreach (DateTimeOffset time in new[] { now.AddDays(-1), DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.MinValue, now })
        {
            Assert.That(() => volume.Add(time, 100), Throws.Nothing);
        }

        SourceClock clock = new(["a"], true, s_options);
        clock.Look(s_start);
        clock.Add(0, s_start, 1);
        clock.Look(s_start.AddDays(-1));

        Assert.That(clock.Judge(s_start.AddDays(-1).AddMinutes(9)), Is.Empty);
        Assert.That(clock.Judge(s_start.AddDays(-1).AddMinutes(11)).Single().Metric, Is.EqualTo("silence-seconds"), "A day of silence is not waited for.");
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

    private static TrafficVolume New() => new(s_options, new(1_000_000, [.. Enum.GetValues<DataQualityCheck>().Select(check => check == DataQualityCheck.Volume ? 1 : 0)]));

    private static TrafficVolume Learned(out DateTimeOffset now)
    {
        TrafficVolume volume = New();
        Random random = new(1);
        now = s_start;
        for (int i = 0; i < 60; i++, now = now.AddMinutes(1))
        {
            volume.Add(now, 90 + random.Next(21));
        }

        return volume;
    }
}
