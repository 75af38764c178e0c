using AISafety.Telemetry;

namespace AISafety.Hosting;

/// <summary>A safe model as the host sees it, whatever its types.</summary>
internal interface IHostedModel
{
    string Name { get; }

    SafetyLog Log { get; }

    IReadOnlyList<string> FindFaults(IReadOnlyDictionary<string, GuardSettings> settings);

    IReadOnlyList<string> Reload(IReadOnlyDictionary<string, GuardSettings> settings);

    ValueTask FlushAsync(CancellationToken cancellationToken);
}
