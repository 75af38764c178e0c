using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using AISafety.Alerts;
using AISafety.Telemetry;

namespace AISafety.Incidents;

/// <summary>Makes incidents of alerts, contains them by rule, and is where people work on them.</summary>
/// <remarks>
/// <para>Thread-safe. One desk may serve several safe models, and several desks, in one process or in many, one store: what another desk wrote meanwhile is read again and changed,
/// never overwritten.</para>
/// <para>Dispose of a desk of your own to have what waits for its store tried once more; a safe model does not dispose of it.</para>
/// </remarks>
public sealed partial class IncidentDesk : IAlertSink, IReportsHealth, IAsyncDisposable
{
    /// <summary>Who does what happens by itself.</summary>
    public const string ActorName = "aisafety";

    private const int LongestNote = 4_000;

    private readonly IncidentOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ConcurrentDictionary<string, ModelTelemetry> _telemetry = new(StringComparer.Ordinal);
    private readonly DeskCounts _counts = new();
    private readonly OpenIncidents _open = new();
    private readonly string _instance = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))).ToString(AlertGate.InstanceFormat, CultureInfo.InvariantCulture);
    private long _ids;

    /// <summary>Creates a desk.</summary>
    /// <param name="options">How alerts become incidents; null for the defaults.</param>
    /// <param name="store">Where incidents are kept; null for an <see cref="InProcessIncidentStore"/>.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <exception cref="SafetyBuildException">An option is out of range.</exception>
    public IncidentDesk(IncidentOptions? options = null, IIncidentStore? store = null, TimeProvider? timeProvider = null)
    {
        _options = options ?? IncidentOptions.Default;
        _options.Check();
        _timeProvider = timeProvider ?? TimeProvider.System;
        Store = store ?? new InProcessIncidentStore();
        _backlog = new(_options.BacklogCapacity);
        Runbooks = [.. _options.Runbooks, .. Incidents.Runbooks.Default.Where(one => _options.Runbooks.All(own => own.Kind != one.Kind))];
    }

    /// <summary>What it is called among the sinks of alerts: <c>incidents</c>.</summary>
    public string Name => "incidents";

    /// <summary>Where the incidents are kept.</summary>
    public IIncidentStore Store { get; }

    /// <summary>The runbooks: those of the options, and the ready-made ones for all other kinds.</summary>
    public IReadOnlyList<Runbook> Runbooks { get; }

    /// <summary>What became of the alerts.</summary>
    public IncidentDeskStatistics Statistics => _counts.Now;

    /// <summary>The runbook for a kind of incident; null if there is none.</summary>
    public Runbook? RunbookFor(string kind) => Runbooks.FirstOrDefault(one => one.Kind == kind);

    /// <summary>An incident by its id; null if there is none.</summary>
    /// <remarks>What the store throws is rethrown.</remarks>
    public ValueTask<Incident?> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Store.GetAsync(id, cancellationToken);
    }

    /// <summary>Lists incidents, the last detected first.</summary>
    /// <param name="query">Which; null for all.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <remarks>What the store throws is rethrown.</remarks>
    public async ValueTask<IReadOnlyList<Incident>> ListAsync(IncidentQuery? query = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<Incident> incidents = await Store.ListAsync(query ?? IncidentQuery.All, cancellationToken).ConfigureAwait(false);
        if (query is { IsOpen: true, GroupKey: null, Model: null, From: null, To: null, Limit: null })
        {
            _open.Keep(incidents);
        }

        return incidents;
    }

    /// <summary>How long it took to detect and to put right the incidents that were detected in a period.</summary>
    /// <param name="from">Detected then or later.</param>
    /// <param name="to">Detected before then.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentException"><paramref name="to"/> is not after <paramref name="from"/>.</exception>
    public async ValueTask<IncidentTimes> GetTimesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        IncidentTimes.CheckPeriod(from, to);
        return IncidentTimes.Of(await ListAsync(new() { From = from, To = to }, cancellationToken).ConfigureAwait(false), from, to);
    }

    /// <summary>Brings an incident to another stage, as a person. <see cref="IncidentLifeCycle"/> says which may follow.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="actor">Who says so; not blank.</param>
    /// <param name="note">Why, at most 4,000 characters; null for nothing.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <remarks>What the store throws is rethrown: then nothing was done.</remarks>
    /// <exception cref="ArgumentException"><paramref name="actor"/> is blank, or <paramref name="note"/> too long.</exception>
    public ValueTask<IncidentChange> AdvanceAsync(string id, IncidentStage stage, string actor, string? note = null, CancellationToken cancellationToken = default)
    {
        Check(actor, note);
        return ChangeAsync(
            id,
            incident => IncidentLifeCycle.Allows(incident.Stage, stage)
                ? new(IncidentStep.Advance(incident, stage, actor, string.IsNullOrWhiteSpace(note) ? $"{incident.Stage} becomes {stage}." : $"{incident.Stage} becomes {stage}. {note}", Now, _options), null)
                : new(incident, $"An incident that is {incident.Stage} cannot become {stage}; expected {string.Join(", ", IncidentLifeCycle.Allowed[incident.Stage])}."),
            cancellationToken);
    }

    /// <summary>Says how bad an incident is, as a person. One that is <see cref="IncidentStage.Detected"/> is then <see cref="IncidentStage.Assessed"/>; any other stays where it is. Only
    /// a condition that comes up or gets worse later, and is worse, changes it again by itself.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="severity">How bad it is.</param>
    /// <param name="actor">Who says so; not blank.</param>
    /// <param name="note">Why, at most 4,000 characters; null for nothing.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <remarks>What the store throws is rethrown: then nothing was done.</remarks>
    /// <exception cref="ArgumentException"><paramref name="actor"/> is blank, or <paramref name="note"/> too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="severity"/> is not 1 to 4.</exception>
    public ValueTask<IncidentChange> AssessAsync(string id, IncidentSeverity severity, string actor, string? note = null, CancellationToken cancellationToken = default)
    {
        Check(actor, note);
        ArgumentOutOfRangeException.ThrowIfLessThan((int)severity, (int)IncidentSeverity.Critical, nameof(severity));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)severity, (int)IncidentSeverity.Minor, nameof(severity));
        return ChangeAsync(id, incident => new(IncidentStep.Assess(incident, severity, actor, note ?? "", Now, _options), null), cancellationToken);
    }

    /// <summary>Writes a note to an incident's timeline.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="actor">Who writes; not blank.</param>
    /// <param name="note">The note; not blank, at most 4,000 characters.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <remarks>What the store throws is rethrown: then nothing was done.</remarks>
    /// <exception cref="ArgumentException"><paramref name="actor"/> or <paramref name="note"/> is blank, or the note too long.</exception>
    public ValueTask<IncidentChange> NoteAsync(string id, string actor, string note, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(note);
        Check(actor, note);
        return ChangeAsync(id, incident => new(IncidentStep.Write(incident, IncidentEntryKind.Note, actor, note, Now, _options), null), cancellationToken);
    }

    /// <summary>How well the desk is: degraded while alerts wait for its store.</summary>
    public PartHealth GetHealth()
    {
        int waiting = _backlog.Count;
        return waiting == 0
            ? new(Name, HealthState.Healthy, "Incidents are kept.")
            : new(Name, HealthState.Degraded, string.Create(CultureInfo.InvariantCulture, $"The store fails: {waiting} alerts and results wait for it."));
    }

    private DateTimeOffset Now => _timeProvider.GetUtcNow();

    private static void Check(string actor, string? note)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        if (note?.Length > LongestNote)
        {
            throw new ArgumentException($"The note has {note.Length} characters; expected at most {LongestNote}.", nameof(note));
        }
    }
}
