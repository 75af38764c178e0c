using AISafety.Rollout;

namespace AISafety;

/// <summary>Adds a rollout.</summary>
public static class RolloutExtensions
{
    /// <summary>Has a new version of the model answer a growing share of the keys, judged all the while against the model itself: a canary, or an A/B test. Monitor <c>rollout</c>; the arms are <c>stable</c> and
    /// <c>candidate</c> in <see cref="SafetyResult{TOut}.ServedBy"/>.</summary>
    /// <param name="builder">The builder, whose model is the stable version.</param>
    /// <param name="candidate">The new version. Not disposed of.</param>
    /// <param name="options">Steps, gates, error probabilities.</param>
    /// <remarks>The arm is drawn by <see cref="CallInfo.Key"/>, or for each call where there is none. Columns and codes that gates read must be added to the same builder before.</remarks>
    /// <exception cref="SafetyBuildException">An option is out of range, options contradict each other, a gate reads a column, codes or a group that the builder does not have, or the candidate takes inputs of another width; the model has a rollout already; or at Build: a gate of <see cref="GateKind.Loss"/> has no outcomes.</exception>
    /// <exception cref="InvalidOperationException">The builder is frozen.</exception>
    public static SafetyBuilder<TIn, TOut> AddRollout<TIn, TOut>(this SafetyBuilder<TIn, TOut> builder, IModel<TIn, TOut> candidate, RolloutOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        GateList.CheckOwner(options.Gates, builder);
        if (builder.Model is IFixedWidthModel { Width: var taken } && candidate is IFixedWidthModel { Width: var other } && taken != other)
        {
            throw new SafetyBuildException($"'rollout': the candidate takes {other} numbers and the stable version {taken}; they cannot be given the same inputs.");
        }

        builder.RequireOnly(nameof(AddRollout), "one rollout at a time");
        object key = new();
        builder
            .WrapModel(ModelLayer.Rollout, (build, stable) => new RolloutModel<TIn, TOut>(stable, candidate, Of(build)))
            .AddMonitor(build =>
            {
                GateList.RequireOutcomes(options.Gates, builder.Label is not null);
                return new RolloutMonitor(Of(build), () => build.Telemetry.Statistics());
            });
        return options.RollBackOn is { } when ? builder.OnAlert(alert => alert.Monitor != ModelRollout.Part && when(alert), build => new RolloutAction(Of(build))) : builder;

        ModelRollout Of(BuildContext<TIn> build) => build.Shared(key, () =>
        {
            ModelRollout rollout = new(options, build.TimeProvider, build.Alerts, build.Telemetry);
            build.CloseWithModel(rollout);

            // A life that is counted spends a share of alpha, and a Build that fails judges no call.
            build.BeginLast(rollout.Begin);
            return rollout;
        });
    }
}
