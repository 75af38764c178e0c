using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.DataQuality;

/// <summary>The monitor beside a model: alerts, sources, event times, volume.</summary>
[TestFixture]
public sealed partial class MonitorTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly FeatureSchema<Event> s_schema = FeatureSchema.For<Event>().Numeric("x", one => one.X);

    private FakeTimeProvider _clock = new(s_start);
    private readonly List<SafetyAlert> _alerts = [];
    private readonly DataQualityStatus _status = new();

    [SetUp]
    public void Start()
    {
        _alerts.Clear();
        _clock = new(s_start);
    }

    [Test]
    public async Task Fault_is_one_alert_and_is_over_when_the_rows_are_right_again()
    {
        List<DataQualityWindow> windows = [];
        await using SafeModel<Event, int> safe = Safe(new() { WindowRows = 200 }, null, windows.Add);
        await Ask(safe, 400, i => new(float.NaN, "a", null));
        await Ask(safe, 800, Usual);

        Assert.That(_alerts.Select(one => (one.Code, one.Feature, one.State, one.Monitor)), Is.EqualTo(new[]
        {
            ("quality.missing", "x", AlertState.Raised, "data-quality"),
            ("quality.missing", "x", AlertState.Resolved, "data-quality"),
        }));
        Assert.That((_alerts[0].Value, _alerts[0].Metric), Is.EqualTo((1.0, "missing-share")));
        Assert.That(windows, Has.Count.EqualTo(6));
        Assert.That(_status.LastWindow, Is.SameAs(windows[^1]));
    }

    [Test]
    public async Task Source_that_falls_silent_is_found_while_others_speak()
    {
        await using SafeModel<Event, int> safe = Safe(new() { MaxSilence = TimeSpan.FromMinutes(10) }, new() { Source = one => one.Source, Sources = ["a", "b"] });
        await Ask(safe, 10, i => new(i, i % 2 == 0 ? "a" : "b", null));
        for (int i = 0; i < 4; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(5));
            await Ask(safe, 5, i => new(i, "a", null));
        }

        Assert.That(_alerts.Select(one => (one.Code, one.Feature, one.Metric)), Is.EqualTo(new[] { ("quality.stale", "b", "silence-seconds") }));
    }

    [Test]
    public async Task Silence_of_all_sources_is_found_by_looking_at_the_clock()
    {
        await using SafeModel<Event, int> safe = Safe(new() { MaxSilence = TimeSpan.FromMinutes(10) }, new() { Source = one => one.Source, Sources = ["a", "b"] });
        await Ask(safe, 10, i => new(i, "a", null));
        _clock.Advance(TimeSpan.FromMinutes(11));

        Assert.That(_alerts, Is.Empty);
        Assert.That(_status.Check().Select(one => (one.Source, one.Silence)), Is.EqualTo(new[] { ("a", TimeSpan.FromMinutes(11)), ("b", TimeSpan.FromMinutes(11)) }));
        Assert.That(_alerts.Select(one => one.Feature), Is.EquivalentTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task Event_times_tell_age_late_ones_and_clocks_that_are_ahead()
    {
        DataQualityOptions options = new() { MaxAge = TimeSpan.FromHours(2), LateAfter = TimeSpan.FromMinutes(30) };
        await using SafeModel<Event, int> safe = Safe(options, new() { EventTime = one => one.Time, Source = one => one.Source, Sources = ["old", "late", "ahead", "fresh"] });
        await Ask(safe, 160, i => (i % 4) switch
        {
            0 => new(i, "old", s_start.AddHours(-3)),
            1 => new(i, "late", i % 3 == 0 ? s_start.AddHours(-1) : s_start),
            2 => new(i, "ahead", s_start.AddDays(1)),
            _ => new(i, "fresh", s_start.AddSeconds(-2)),
        });

        Assert.That(_alerts.Select(one => (one.Feature, one.Metric)), Is.EquivalentTo(new[]
        {
            ("old", "age-seconds"), ("old", "late-share"), ("late", "late-share"), ("ahead", "future-share"),
        }));
        Assert.That(_status.Check().Single(one => one.Source == "fresh").Age, Is.EqualTo(TimeSpan.FromSeconds(2)));
        Assert.That(_status.Check().Single(one => one.Source == "ahead").Age, Is.Null);
    }

    [Test]
    public async Task Silence_is_found_though_the_clock_is_looked_at_between_a_blocks_opening_and_its_handover()
    {
        DataQualityOptions options = new() { MaxSilence = TimeSpan.FromMinutes(10), FutureTolerance = TimeSpan.Zero };
        await using SafeModel<Event, int> safe = Safe(options, new() { Source = one => one.Source, Sources = ["a", "b"] });
        for (int i = 0; i < 12; i++)
        {
            await safe.EvaluateAsync(Usual(i));
            _clock.Advance(TimeSpan.FromMilliseconds(400));
            _status.Check();
            await safe.FlushAsync();
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.That(_alerts.Select(one => (one.Feature, one.Metric)), Is.EqualTo(new[] { ("b", "silence-seconds") }));
    }

    [Test]
    public async Task Clock_that_goes_back_neither_hides_a_silence_nor_makes_one()
    {
        await using SafeModel<Event, int> safe = Safe(new() { MaxSilence = TimeSpan.FromMinutes(10) }, new() { Source = one => one.Source, Sources = ["a", "b"] });
        await Ask(safe, 10, i => new(i, i % 2 == 0 ? "a" : "b", null));

        // A row that is on its way came before the clock went back, seen from here: in the future.
        await safe.EvaluateAsync(new(1, "b", null));
        _clock.AdjustTime(_clock.GetUtcNow().AddHours(-6));
        await safe.FlushAsync();
        _clock.Advance(TimeSpan.FromMinutes(9));
        await Ask(safe, 1, i => new(i, "a", null));
        Assert.That(_alerts, Is.Empty);

        _clock.Advance(TimeSpan.FromMinutes(2));
        await Ask(safe, 1, i => new(i, "a", null));
        Assert.That(_alerts.Select(one => (one.Feature, one.Metric)), Is.EqualTo(new[] { ("b", "silence-seconds") }));
    }

    [Test]
    public async Task Options_changed_after_the_model_was_built_change_nothing()
    {
        List<DataQualityCheck> off = [];
        await using SafeModel<Event, int> safe = Safe(new() { MaxSilence = TimeSpan.FromMinutes(10), Off = off }, null);
        off.Add(DataQualityCheck.Stale);
        await Ask(safe, 1, Usual);
        _clock.Advance(TimeSpan.FromMinutes(11));
        _status.Check();

        Assert.That(_alerts, Has.Count.EqualTo(1));
    }

    [Test]
    public void Bucket_that_is_short_beside_the_age_of_blocks_is_refused() =>
        Assert.That(
            () => Safe(new() { VolumeBucket = TimeSpan.FromSeconds(10) }, null, also: safety => safety.UseRecording(new() { MaxBlockAge = TimeSpan.FromSeconds(5) })),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("VolumeBucket is 00:00:10").And.Message.Contains("MaxBlockAge"));

    [Test]
    public void Silence_that_is_short_beside_the_age_of_blocks_is_refused() =>
        Assert.That(
            () => Safe(new() { MaxSilence = TimeSpan.FromSeconds(9) }, null, also: safety => safety.UseRecording(new() { MaxBlockAge = TimeSpan.FromSeconds(5) })),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("MaxSilence is 00:00:09").And.Message.Contains("MaxBlockAge"));

    [Test]
    public void Feed_that_does_not_fit_the_options_is_refused_with_what_was_expected()
    {
        Assert.That(() => Safe(new() { MaxAge = TimeSpan.FromHours(1) }, null), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("MaxAge"));
        Assert.That(() => Safe(new() { WindowRows = 5 }, null), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("WindowRows is 5; expected 50"));
        Assert.That(() => Safe(new() { ExpectedRows = 5 }, null), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("ExpectedRows is 5; expected").And.Message.Contains("VolumeBucket"));
        Assert.That(() => Safe(new() { Off = null! }, null), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("Off is null"));
        Assert.That(() => Safe(new(), new() { Sources = ["a"] }), Throws.ArgumentException);
        Assert.That(() => Safe(new(), new() { Source = one => one.Source }), Throws.ArgumentException);
    }

    [Test]
    public void Schema_that_differs_from_the_profiles_is_refused_by_name() =>
        Assert.That(
            () => Model.FromDelegate<Event, int>(static _ => 1).WithSafety(safety => safety
                .UseFeatures(FeatureSchema.For<Event>().Numeric("y", one => one.X)).AddDataQuality(Profile())),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("expected feature 'x', found 'y'"));

    private static ReferenceProfile Profile()
    {
        Random random = new(1);
        return ReferenceProfile.Fit(s_schema, Enumerable.Range(0, 1_000).Select(_ => new Event((float)(500 * random.NextDouble()), "a", null)));
    }

    private static Event Usual(int i) => new(i * 0.61803399f % 1 * 500, "a", null);

    private SafeModel<Event, int> Safe(DataQualityOptions options, DataQualityFeed<Event>? feed, Action<DataQualityWindow>? onWindow = null, Action<SafetyBuilder<Event, int>>? also = null) =>
        Model.FromDelegate<Event, int>(static _ => 1).WithSafety(safety =>
        {
            safety
                .UseTimeProvider(_clock)
                .UseFeatures(s_schema)
                .AddDataQuality(Profile(), options, feed, onWindow, _status)
                .OnAlert(_alerts.Add);
            also?.Invoke(safety);
        });

    private static async Task Ask(SafeModel<Event, int> safe, int count, Func<int, Event> make)
    {
        for (int i = 0; i < count; i++)
        {
            await safe.EvaluateAsync(make(i));
        }

        await safe.FlushAsync();
    }

    private sealed record Event(float X, string Source, DateTimeOffset? Time);
}
