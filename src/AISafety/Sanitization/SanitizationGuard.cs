using AISafety.Validation;

namespace AISafety.Sanitization;

internal sealed class SanitizationGuard<TIn> : IInputGuard<TIn>
{
    public const string GuardName = "sanitization";

    private readonly SanitizationStep<TIn>[] _steps;
    private readonly FailurePolicy _onFailure;

    public SanitizationGuard(
        FeatureSchema<TIn>? schema,
        IReadOnlyList<Func<FeatureSchema<TIn>?, SanitizationStep<TIn>>> steps,
        SanitizationOptions options)
    {
        if (options.BesideModel)
        {
            throw new SafetyBuildException(
                $"Guard '{GuardName}': {nameof(options.BesideModel)} is true; expected false, because a change must come before the model.");
        }

        if (steps.Count == 0)
        {
            throw new SafetyBuildException($"Guard '{GuardName}' has no steps; expected at least one.");
        }

        _steps = [.. steps.Select(create => create(schema))];
        _onFailure = options.OnFailure;
    }

    public string Name => GuardName;

    public ValueTask<Verdict<TIn>> InspectAsync(TIn input, SafetyContext context)
    {
        if (NullValue<TIn>.Is(input))
        {
            return new(Verdict.Block(EvidenceCodes.NullInput, "The input is null."));
        }

        SanitizationRun<TIn> run = new(input);
        foreach (SanitizationStep<TIn> step in _steps)
        {
            try
            {
                step.Act(ref run);
            }
            catch (Exception exception)
            {
                // The exception's own text may hold the input.
                Evidence failed = new("input.step-failed", $"{step.Description} failed: it threw {exception.GetType().Name}.")
                {
                    Feature = step.Feature,
                    Exception = exception,
                };
                if (_onFailure != FailurePolicy.FailOpen)
                {
                    return new(Verdict.Block(failed));
                }

                run.Tell(failed);
            }

            if (run.Refusal is { } refusal)
            {
                return new(Verdict.Block(refusal));
            }
        }

        return new(run.ToVerdict());
    }
}
