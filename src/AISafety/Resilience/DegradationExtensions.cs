using AISafety.Resilience;

namespace AISafety;

/// <summary>Adds graceful degradation.</summary>
public static class DegradationExtensions
{
    /// <summary>Answers by the best rung of a ladder that works: the full model, then those described here. Part <c>degradation</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Describes the rungs below the full model, from the best to the last.</param>
    /// <param name="rules">When the ladder moves down and up; null for the defaults.</param>
    /// <param name="ladder">The ladder, for one who wants to look at it or hold it; null (default) makes one at each Build. Of one Build only.</param>
    /// <remarks>
    /// <para>A result that a lower rung gave is flagged: <see cref="SafetyAction.Flag"/>, evidence <c>degraded.name</c>, <see cref="SafetyResult{TOut}.ServedBy"/> the rung's name. It is judged by the output guards like any other.</para>
    /// <para>A call whose rung fails falls to the next for itself, whether or not the ladder moves. Calls under way end where they began.</para>
    /// <para>Alert <c>degraded</c> while the ladder stands below the full model.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="configure"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The builder is frozen.</exception>
    /// <exception cref="SafetyBuildException">The ladder or its rules have a fault; at Build: there are two ladders, or <paramref name="ladder"/> is of another safe model.</exception>
    public static SafetyBuilder<TIn, TOut> AddDegradation<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, Action<DegradationBuilder<TIn, TOut>> configure, DegradationRules? rules = null, DegradationLadder? ladder = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        rules ??= DegradationRules.Default;
        rules.Check();
        DegradationBuilder<TIn, TOut> rungs = new();
        configure(rungs);
        rungs.Check();
        object key = new();
        builder.WrapModel(ModelLayer.Degradation, (build, inner) =>
        {
            if (inner is DegradedModel<TIn, TOut>)
            {
                throw new SafetyBuildException("AddDegradation was called twice; a model has one ladder.");
            }

            Rung<TIn, TOut>[] made = rungs.Make(build);
            DegradationLadder own = Of(build);
            int refusal = Array.FindIndex(made, static rung => rung.Refusal is not null) + 1;
            LadderTold told = new(own, build.Telemetry, build.Alerts, refusal == 0 ? int.MaxValue : refusal);
            own.Attach([.. rungs.Names], rules, build.TimeProvider, told.Announce, told.Moved);
            return new DegradedModel<TIn, TOut>(own, new(inner), made, rules.SlowAfter, build.TimeProvider, told.FellThrough);
        });
        builder.AddAdmissionGuard(build => new LadderGuard<TIn>(Of(build)));
        foreach ((Func<SafetyAlert, bool> when, string to) in rungs.Forces)
        {
            builder.OnAlert(when, build => new LadderForce(Of(build), to));
        }

        return builder;

        DegradationLadder Of(BuildContext<TIn> build) => ladder ?? build.Shared(key, static () => new DegradationLadder());
    }
}
