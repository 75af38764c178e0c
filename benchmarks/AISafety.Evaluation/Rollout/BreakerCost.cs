using Polly;
using Polly.CircuitBreaker;

namespace AISafety.Evaluation.Rollout;

/// <summary>What the circuit breaker and the ladder add to an allowed call, beside what Polly's circuit breaker costs by itself around the same model.</summary>
internal static class BreakerCost
{
    private static readonly float[] s_input = [1, 2, 3];

    private static readonly Func<ResilienceContext, IModel<float[], float>, ValueTask<Outcome<float>>> s_ask =
        static (context, model) =>
        {
            // As the safe model does it: nothing is awaited that has completed.
            ValueTask<float> pending = model.PredictAsync(s_input, context.CancellationToken);
            return pending.IsCompletedSuccessfully ? new(Outcome.FromResult(pending.Result)) : WaitAsync(pending);
        };

    /// <summary>One subject.</summary>
    /// <param name="Name">What was called.</param>
    /// <param name="Nanoseconds">The least of all rounds, a call.</param>
    /// <param name="Median">The median of all rounds, a call.</param>
    /// <param name="Bytes">Allocated on the caller's thread, a call.</param>
    public readonly record struct Row(string Name, double Nanoseconds, double Median, double Bytes);

    /// <summary>Times all subjects.</summary>
    /// <returns>A row a subject; then, of the minima and of the medians of the rounds' own differences, what the circuit breaker and the ladder add beyond Polly's own.</returns>
    public static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        IModel<float[], float> model = Model.FromDelegate<float[], float>(static x => x[0]);
        ResiliencePipeline<float> polly = new ResiliencePipelineBuilder<float>().AddCircuitBreaker(new CircuitBreakerStrategyOptions<float>()).Build();
        await using SafeModel<float[], float> bare = model.WithSafety(static _ => { });
        await using SafeModel<float[], float> circuit = model.WithSafety(static safety => safety.AddCircuitBreaker());
        await using SafeModel<float[], float> ladder = model.WithSafety(static safety => safety.AddDegradation(static rungs => rungs.Rules(static _ => 0).Refuse()));
        (string Name, Func<float> Call)[] subjects =
        [
            ("the model alone", () => model.PredictAsync(s_input).Result),
            ("Polly's circuit breaker around it", () => Ask(polly, model)),
            ("a safe model", () => bare.PredictAsync(s_input).Result),
            ("a safe model with AddCircuitBreaker", () => circuit.PredictAsync(s_input).Result),
            ("a safe model with AddDegradation, at the full model", () => ladder.PredictAsync(s_input).Result),
        ];

        TimedRounds rounds = TimedRounds.Measure([.. subjects.Select(static subject => subject.Call)]);
        return
        [
            .. subjects.Select((subject, i) => new Row(subject.Name, rounds.Least(i), rounds.Median(i), rounds.Bytes(i))),
            Of("AddCircuitBreaker adds", static of => of(3) - of(2)),
            Of("Polly's adds", static of => of(1) - of(0)),
            Of("AddCircuitBreaker adds, beyond what Polly's adds", static of => of(3) - of(2) - (of(1) - of(0))),
            Of("AddDegradation adds", static of => of(4) - of(2)),
        ];

        Row Of(string name, Func<Func<int, double>, double> compute) => new(name, compute(rounds.Least), rounds.Quantile(0.5, compute), compute(rounds.Bytes));
    }

    /// <summary>Polly's circuit breaker around nothing.</summary>
    public static Func<float> Bare()
    {
        ResiliencePipeline<float> polly = new ResiliencePipelineBuilder<float>().AddCircuitBreaker(new CircuitBreakerStrategyOptions<float>()).Build();
        return () =>
        {
            ResilienceContext context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false);
            float answer = polly.ExecuteOutcomeAsync(static (_, _) => new ValueTask<Outcome<float>>(Outcome.FromResult(1f)), context, 0).Result.Result;
            ResilienceContextPool.Shared.Return(context);
            return answer;
        };
    }

    private static float Ask(ResiliencePipeline<float> polly, IModel<float[], float> model)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false);
        float answer = polly.ExecuteOutcomeAsync(s_ask, context, model).Result.Result;
        ResilienceContextPool.Shared.Return(context);
        return answer;
    }

    private static async ValueTask<Outcome<float>> WaitAsync(ValueTask<float> pending) => Outcome.FromResult(await pending.ConfigureAwait(false));
}
