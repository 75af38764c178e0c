namespace AISafety.Alerts;

/// <summary>Where alerts are sent: a chat, a pager, a table.</summary>
public interface IAlertSink
{
    /// <summary>A short stable name in lower case with hyphens, such as <c>webhook</c>; in metrics, logs and statistics. Must not change.</summary>
    string Name { get; }

    /// <summary>Sends one alert. Called for one alert after the other, in their order, away from monitors and calls: it may take its time, and a sink that is stuck holds up
    /// only itself. What it throws is logged and counted; it is not called again for the same alert.</summary>
    /// <param name="alert">The alert, of any <see cref="SafetyAlert.State"/>.</param>
    /// <param name="cancellationToken">Cancelled when disposal waits no longer.</param>
    ValueTask SendAsync(SafetyAlert alert, CancellationToken cancellationToken);
}
