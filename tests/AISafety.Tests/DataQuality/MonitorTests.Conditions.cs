namespace AISafety.Tests.DataQuality;

/// <summary>When a finding is over, and how its alerts are told.</summary>
public sealed partial class MonitorTests
{
    [Test]
    public async Task Fault_in_slow_traffic_is_one_alert()
    {
        await using SafeModel<Event, int> safe = Safe(new() { WindowRows = 200, Off = [DataQualityCheck.Duplicates] }, null);
        for (int i = 0; i < 4; i++)
        {
            await Ask(safe, 200, row => row % 10 == 0 ? new(9_999, "a", null) : Usual(row));
            _clock.Advance(TimeSpan.FromHours(5));
        }

        Assert.That(_alerts.Select(one => (one.Code, one.State)), Is.EqualTo(new[] { ("quality.range", AlertState.Raised) }));
    }

    [Test]
    public async Task Silence_that_nobody_looks_at_is_not_over()
    {
        await using SafeModel<Event, int> safe = Safe(new() { MaxSilence = TimeSpan.FromMinutes(10) }, null);
        await Ask(safe, 1, Usual);
        _clock.Advance(TimeSpan.FromMinutes(11));
        _status.Check();
        _clock.Advance(TimeSpan.FromHours(9));

        Assert.That(_alerts.Select(one => (one.Code, one.State)), Is.EqualTo(new[] { ("quality.stale", AlertState.Raised) }));
    }

    [Test]
    public async Task Fault_is_not_over_while_the_feature_is_missing()
    {
        await using SafeModel<Event, int> safe = Safe(new() { WindowRows = 200, Off = [DataQualityCheck.Duplicates] }, null);
        await Ask(safe, 400, i => i % 10 == 0 ? new(9_999, "a", null) : Usual(i));
        await Ask(safe, 1_600, i => new(float.NaN, "a", null));
        Assert.That(_alerts.Select(one => (one.Code, one.State)), Is.EqualTo(new[] { ("quality.range", AlertState.Raised), ("quality.missing", AlertState.Raised) }));

        // Two values of 200 that are in range say nothing: even if both were out of it, that could be chance.
        await Ask(safe, 1_600, i => i % 200 < 2 ? Usual(i) : new(float.NaN, "a", null));
        Assert.That(_alerts, Has.Count.EqualTo(2));

        await Ask(safe, 800, Usual);
        Assert.That(_alerts.Select(one => (one.Code, one.State)).Skip(2), Is.EquivalentTo(new[] { ("quality.range", AlertState.Resolved), ("quality.missing", AlertState.Resolved) }));
    }

    [Test]
    public async Task Handler_that_waits_for_another_thread_to_look_at_the_clock_does_not_wait_for_ever()
    {
        bool? hasLooked = null;
        await using SafeModel<Event, int> safe = Safe(
            new() { MaxSilence = TimeSpan.FromMinutes(10) }, null, also: safety => safety.OnAlert(_ => hasLooked = Task.Run(_status.Check).Wait(TimeSpan.FromSeconds(20))));
        await Ask(safe, 1, Usual);
        _clock.Advance(TimeSpan.FromMinutes(11));
        _status.Check();

        Assert.That(hasLooked, Is.True);
    }

    [Test]
    public async Task Volume_is_over_after_as_many_buckets_as_reports_are_asked_for()
    {
        DataQualityOptions options = new() { VolumeBucket = TimeSpan.FromHours(1), ExpectedRows = 100, Off = [DataQualityCheck.Duplicates] };
        await using SafeModel<Event, int> safe = Safe(options, null);
        List<string> told = [];
        for (int hour = 0; hour < 12; hour++)
        {
            int before = _alerts.Count;
            for (int block = 0; block < 5; block++)
            {
                await Ask(safe, hour < 4 ? 1 : 20, Usual);
            }

            told.AddRange(_alerts.Skip(before).Select(one => $"{one.Code} {one.State} in hour {hour}"));
            _clock.Advance(TimeSpan.FromHours(1));
        }

        // Hours 0 to 3 are too empty, and each is known when the next one begins.
        Assert.That(told, Is.EqualTo(new[] { "quality.volume Raised in hour 1", "quality.volume Resolved in hour 7" }));
    }
}
