using AISafety.Incidents;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Incidents;

/// <summary>A desk with a clock of its own, and alerts to give it.</summary>
internal sealed class Desks(IncidentOptions? options = null, IIncidentStore? store = null, FakeTimeProvider? clock = null)
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = clock ?? new(Start);
    private readonly Lock _making = new();
    private IncidentDesk? _desk;
    private int _ids;

    public FakeTimeProvider Clock => _clock;

    /// <summary>The one desk, whichever thread is the first to ask.</summary>
    public IncidentDesk Desk
    {
        get
        {
            lock (_making)
            {
                return _desk ??= new(options, store, _clock);
            }
        }
    }

    /// <summary>An alert as a safe model sends it, now.</summary>
    public SafetyAlert Alert(
        string code = "drift.feature",
        AlertSeverity severity = AlertSeverity.Medium,
        AlertState state = AlertState.Raised,
        string model = "credit",
        string monitor = "drift",
        string? feature = "income",
        string condition = "c1",
        string? id = null) => new(code, "It is so.", severity)
        {
            Model = model,
            Monitor = monitor,
            Feature = feature,
            Metric = "ks",
            Value = 0.3,
            Threshold = 0.2,
            State = state,
            ConditionId = condition,
            Id = id ?? FormattableString.Invariant($"a{++_ids}"),
            RaisedAt = _clock.GetUtcNow(),
        };

    public async Task<Incident> SendAsync(SafetyAlert alert)
    {
        await Desk.SendAsync(alert, CancellationToken.None);
        return (await Desk.ListAsync())[0];
    }

    /// <summary>A minute later.</summary>
    public Desks Later(double minutes = 1)
    {
        _clock.Advance(TimeSpan.FromMinutes(minutes));
        return this;
    }

    public async Task<Incident> OnlyAsync() => (await Desk.ListAsync()).Single();

    public static IEnumerable<string> Texts(Incident incident) =>
        incident.Timeline.Select(entry => FormattableString.Invariant($"{(entry.At - Start).TotalMinutes:0} {entry.Kind} {entry.Actor} {entry.Stage}"));
}
