using AISafety.Alerts;

namespace AISafety;

// What becomes of alerts.
public sealed partial class SafetyBuilder<TIn, TOut>
{
    internal AlertOptions AlertOptions { get; private set; } = AlertOptions.Default;

    internal List<Func<SafetyAlert, Task?>> AlertHandlers { get; } = [];

    internal List<Func<BuildContext<TIn>, IAlertSink>> AlertSinks { get; } = [];

    internal List<(Func<SafetyAlert, bool> When, Func<BuildContext<TIn>, IAlertAction> Create)> AlertActions { get; } = [];

    /// <summary>Sets when an alert is sent again, when it is over, and how much is kept.</summary>
    /// <exception cref="SafetyBuildException">An option is out of range.</exception>
    public SafetyBuilder<TIn, TOut> UseAlerts(AlertOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check(nameof(UseAlerts));
        Thaw();
        AlertOptions = options;
        return this;
    }

    /// <summary>Calls <paramref name="handler"/> for every alert that is sent, of any <see cref="SafetyAlert.State"/>: at once, on the thread of the monitor, or on a timer's when
    /// a condition is over because it was quiet. An exception in it is swallowed and logged.</summary>
    public SafetyBuilder<TIn, TOut> OnAlert(Action<SafetyAlert> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Thaw();
        AlertHandlers.Add(alert =>
        {
            handler(alert);
            return null;
        });
        return this;
    }

    /// <summary>As <see cref="OnAlert(Action{SafetyAlert})"/>, for a handler that waits. Nobody waits for it: what must have been done when the model is flushed or disposed of belongs in a sink (<see cref="AddAlertSink(IAlertSink)"/>).
    /// An exception in it is swallowed and logged.</summary>
    public SafetyBuilder<TIn, TOut> OnAlert(Func<SafetyAlert, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Thaw();
        AlertHandlers.Add(handler);
        return this;
    }

    /// <summary>Does something while a condition is there.</summary>
    /// <param name="when">For which conditions. Asked whenever one is sent, until the action was applied; if it throws, the action is applied.</param>
    /// <param name="action">What is done, and undone when the condition is over. The instance is shared between Builds.</param>
    public SafetyBuilder<TIn, TOut> OnAlert(Func<SafetyAlert, bool> when, IAlertAction action)
    {
        ArgumentNullException.ThrowIfNull(when);
        ArgumentNullException.ThrowIfNull(action);
        return OnAlert(when, _ => action);
    }

    internal SafetyBuilder<TIn, TOut> OnAlert(Func<SafetyAlert, bool> when, Func<BuildContext<TIn>, IAlertAction> create)
    {
        Thaw();
        AlertActions.Add((when, create));
        return this;
    }

    /// <summary>Sends alerts to a sink as well. The instance is shared between Builds.</summary>
    public SafetyBuilder<TIn, TOut> AddAlertSink(IAlertSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return AddAlertSink(_ => sink);
    }

    /// <summary>Sends alerts to a sink that is made at each Build as well.</summary>
    public SafetyBuilder<TIn, TOut> AddAlertSink(Func<BuildContext<TIn>, IAlertSink> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Thaw();
        AlertSinks.Add(create);
        return this;
    }

    /// <summary>Sends alerts to a sink that is made at each Build from services, singletons only, as well. Needs <c>AddModel</c>.</summary>
    public SafetyBuilder<TIn, TOut> AddAlertSink(Func<IServiceProvider, BuildContext<TIn>, IAlertSink> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return AddAlertSink(build => create(build.RequireServices("A sink of alerts"), build));
    }
}
