using AISafety.Alerts;

namespace AISafety.Tests.Alerts;

/// <summary>A gate, its clock in minutes, and what it has let through, as text.</summary>
internal sealed class Gates(AlertOptions? options = null)
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public AlertGate Gate { get; } = new(options ?? AlertOptions.Default, "m");

    public List<SafetyAlert> Sent { get; } = [];

    public IEnumerable<string> Texts => Sent.Select(alert => FormattableString.Invariant($"{alert.State} {alert.Code} {(alert.RaisedAt - Start).TotalMinutes}{(alert.IsFlapping ? " flapping" : "")}"));

    public bool Raise(double minute, AlertSeverity severity = AlertSeverity.Medium, string code = "c", TimeSpan? resolveAfter = null) =>
        Gate.Raise(new SafetyAlert(code, "It is so.", severity) { Monitor = "watch", ResolveAfter = resolveAfter }, Start.AddMinutes(minute), Sent);

    public void Clear(double minute, string code = "c") => Gate.Clear(new("watch", code, null, null), Start.AddMinutes(minute), Sent);

    public void Clear3(double minute, string code = "c")
    {
        Clear(minute, code);
        Clear(minute, code);
        Clear(minute, code);
    }

    public void Sweep(double minute) => Gate.Sweep(Start.AddMinutes(minute), Sent);
}
