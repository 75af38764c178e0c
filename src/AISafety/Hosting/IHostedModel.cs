using AISafety.Telemetry;

namespace AISafety.Hosting;

/// <summary>A safe model as the host sees it, whatever its types.</summary>
internal interface IHostedModel
{
    string Name { get; }

    SafetyLog Log { get; }

    IReadOnlyList<string> FindFaults(IReadOnlyDictionary<string, GuardSettings> settings);

    IReadOnlyList<string> Reload(IReadOnlyDictionary<string, GuardSettings> settings);

    /// <summary>Goes back to settings that it had, whatever its guards throw.</summary>
    void Restore(IReadOnlyDictionary<string, GuardSettings> settings);

    /// <summary>The guards that take settings of their own.</summary>
    IEnumerable<IReloadableGuard> Reloadable { get; }

    /// <summary>Expires what has waited too long for a person, where reviews expire.</summary>
    void ExpireReviews();

    SafetyHealth GetHealth();

    ValueTask FlushAsync(CancellationToken cancellationToken);
}
