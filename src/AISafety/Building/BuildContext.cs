using AISafety.Alerts;
using AISafety.Telemetry;

namespace AISafety;

/// <summary>What a guard's factory is given when a safe model is built.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
public sealed class BuildContext<TIn>
{
    private readonly Dictionary<object, object> _shared = [];
    private readonly List<IClosesWithModel> _closing = [];
    private readonly List<Action> _begins = [];

    internal BuildContext(FeatureSchema<TIn>? schema, TimeProvider timeProvider, IServiceProvider? services = null, ModelTelemetry? telemetry = null)
    {
        Schema = schema;
        TimeProvider = timeProvider;
        Services = services;
        Telemetry = telemetry ?? ModelTelemetry.None;
        Alerts = new(timeProvider);
    }

    /// <summary>The schema given to <c>UseFeatures</c>; null if there is none.</summary>
    public FeatureSchema<TIn>? Schema { get; }

    /// <summary>The clock of the safe model.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>The services of the application, singletons only; null for a model that was not added by <c>AddModel</c>.</summary>
    public IServiceProvider? Services { get; }

    /// <summary>By which parts count and log.</summary>
    internal ModelTelemetry Telemetry { get; }

    /// <summary>The model and what was wrapped around it, from the inside to the outside.</summary>
    internal IReadOnlyList<object> Layers { get; set; } = [];

    /// <summary>By which parts other than monitors raise alerts.</summary>
    internal AlertPort Alerts { get; }

    /// <summary>The parts that end with the safe model, in the order in which they were made known.</summary>
    internal IReadOnlyList<IClosesWithModel> ClosingParts => _closing;

    /// <summary>Has a part flushed and closed with the safe model.</summary>
    internal void CloseWithModel(IClosesWithModel part) => _closing.Add(part);

    /// <summary>Has a part begin when all else has been built: for what others see, and a Build that fails must not have done. It may throw, and then Build fails.</summary>
    internal void BeginLast(Action begin) => _begins.Add(begin);

    internal void Begin() => _begins.ForEach(static begin => begin());

    /// <summary>The schema, for a guard that cannot do without.</summary>
    /// <param name="guard">The guard's name, for the message.</param>
    /// <exception cref="SafetyBuildException">There is none.</exception>
    public FeatureSchema<TIn> RequireSchema(string guard) =>
        Schema ?? throw new SafetyBuildException($"Guard '{guard}' works on feature rows: call UseFeatures(schema) on the builder.");

    /// <summary>What several parts have in common in this Build and in no other: made for the first that asks.</summary>
    internal TShared Shared<TShared>(object key, Func<TShared> make)
        where TShared : class
    {
        if (!_shared.TryGetValue(key, out object? shared))
        {
            _shared.Add(key, shared = make());
        }

        return (TShared)shared;
    }

    /// <summary>Refuses a second part of a kind that has the name of another, by which metrics and alerts tell them apart.</summary>
    /// <param name="kind">What they are, in the plural.</param>
    /// <param name="name">The name of this one.</param>
    /// <param name="option">Where it is given.</param>
    /// <exception cref="SafetyBuildException">There is one of that name.</exception>
    internal void RequireOwnName(string kind, string name, string option)
    {
        if (!Shared(kind, static () => new HashSet<string>(StringComparer.Ordinal)).Add(name))
        {
            throw new SafetyBuildException($"Two {kind} are called '{name}'; their metrics and alerts could not be told apart. Give one another {option}.");
        }
    }

    internal IServiceProvider RequireServices(string part) =>
        Services ?? throw new SafetyBuildException($"{part} takes services, but this model has none: add it by services.AddAISafety().AddModel(...).");
}
