using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace AISafety.Tests.Support;

/// <summary>A meter factory of a test's own, so that tests that run beside each other do not count each other's calls.</summary>
internal sealed class Watched : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public MetricCollector<T> Collect<T>(string instrument)
        where T : struct => new(Meters, "AISafety", instrument);

    /// <summary>Each measurement as text: its tags in the order of their names, then its value.</summary>
    public static string[] Texts<T>(MetricCollector<T> collector)
        where T : struct =>
        [.. collector.GetMeasurementSnapshot().Select(one =>
            string.Join(" ", one.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key["aisafety.".Length..]}={tag.Value}")) + FormattableString.Invariant($": {one.Value}"))];

    public void Dispose() => _services.Dispose();
}
