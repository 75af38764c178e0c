using AISafety.Incidents;

namespace AISafety;

/// <summary>Adds what makes incidents of alerts.</summary>
public static class IncidentExtensions
{
    /// <summary>Makes incidents of the model's alerts, at a desk of its own: <see cref="SafeModel{TIn, TOut}.Incidents"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">How alerts become incidents; null for the defaults.</param>
    /// <param name="store">Where incidents are kept; null for an <see cref="InProcessIncidentStore"/> of each Build.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="SafetyBuildException">An option is out of range, or the model has a desk already.</exception>
    public static SafetyBuilder<TIn, TOut> AddIncidents<TIn, TOut>(this SafetyBuilder<TIn, TOut> builder, IncidentOptions? options = null, IIncidentStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        options?.Check();
        RequireOnly(builder);
        return builder.AddAlertSink(build => Attached(new(options, store, build.TimeProvider), build));
    }

    /// <summary>Makes incidents of the model's alerts, at a desk that other models may share.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="desk">The desk. Not disposed of with the model.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="SafetyBuildException">The model has a desk already.</exception>
    public static SafetyBuilder<TIn, TOut> AddIncidents<TIn, TOut>(this SafetyBuilder<TIn, TOut> builder, IncidentDesk desk)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(desk);
        RequireOnly(builder);
        return builder.AddAlertSink(build => Attached(desk, build));
    }

    private static void RequireOnly<TIn, TOut>(SafetyBuilder<TIn, TOut> builder) => builder.RequireOnly(nameof(AddIncidents), "one desk of incidents, which other models may share");

    private static IncidentDesk Attached<TIn>(IncidentDesk desk, BuildContext<TIn> build)
    {
        desk.Attach(build.Telemetry);
        return desk;
    }
}
