using AISafety.Benchmarks;
using Polly;
using Polly.CircuitBreaker;

namespace AISafety.Evaluation.Rollout;

/// <summary>What the circuit breaker and the ladder add to an allowed call, beside what Polly's circuit breaker costs by itself around the same function.</summary>
internal static class BreakerCost
{
    private static readonly float[] s_input = [1, 2, 3];

    private static readonly Func<ResilienceContext, IModel<float[], float>, ValueTask<Outcome<float>>> s_ask =
        static async (context, model) => Outcome.FromResult(await model.PredictAsync(s_input, context.CancellationToken).ConfigureAwait(false));

    /// <summary>One subject.</summary>
    /// <param name="Name">What was called.</param>
    /// <param name="Nanoseconds">The least of all rounds, a call.</param>
    /// <param name="Median">The median of all rounds, a call.</param>
    /// <param name="Bytes">Allocated on the caller's thread, a call.</param>
    public readonly record struct Row(string Name, double Nanoseconds, double Median, double Bytes);

    /// <summary>Times all subjects there and back again in each round, after a warm-up, by the CPU time of one thread. Short turns, and many: on a busy machine only some are not disturbed.</summary>
    /// <param name="calls">Calls a turn; more than zero.</param>
    /// <param name="rounds">Rounds that count; more than zero.</param>
    /// <returns>A row a subject; then, of the minima and of the medians of the rounds' own differences, what the circuit breaker and the ladder add beyond Polly's own.</returns>
    public static async Task<IReadOnlyList<Row>> MeasureAsync(int calls = 5_000, int rounds = 200)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(calls, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
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

        double[][] nanoseconds = [.. subjects.Select(_ => new double[rounds])];
        double[] bytes = new double[subjects.Length];
        for (int round = -Math.Max(10, 100_000 / calls); round < rounds; round++)
        {
            // There and back again: a drift of the machine's speed within a round falls on all alike.
            foreach (int i in Enumerable.Range(0, subjects.Length).Concat(Enumerable.Range(0, subjects.Length).Reverse()))
            {
                (double time, double allocated) = Turn(subjects[i].Call, calls);
                if (round >= 0)
                {
                    nanoseconds[i][round] += time / 2;
                    bytes[i] += allocated / (2 * rounds);
                }
            }
        }

        double[] beyond = [.. Enumerable.Range(0, rounds).Select(round => (nanoseconds[3][round] - nanoseconds[2][round]) - (nanoseconds[1][round] - nanoseconds[0][round]))];
        double[] added = [.. Enumerable.Range(0, rounds).Select(round => nanoseconds[4][round] - nanoseconds[2][round])];
        double[] least = [.. nanoseconds.Select(static one => one.Min())];
        return
        [
            .. subjects.Select((subject, i) => new Row(subject.Name, least[i], Middle(nanoseconds[i]), bytes[i])),
            new("AddCircuitBreaker adds, beyond what Polly's adds", (least[3] - least[2]) - (least[1] - least[0]), Middle(beyond), (bytes[3] - bytes[2]) - (bytes[1] - bytes[0])),
            new("AddDegradation adds", least[4] - least[2], Middle(added), bytes[4] - bytes[2]),
        ];
    }

    private static float Ask(ResiliencePipeline<float> polly, IModel<float[], float> model)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false);
        float answer = polly.ExecuteOutcomeAsync(s_ask, context, model).Result.Result;
        ResilienceContextPool.Shared.Return(context);
        return answer;
    }

    private static (double Nanoseconds, double Bytes) Turn(Func<float> call, int calls)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        double started = ThreadTime.Nanoseconds();
        float sum = 0;
        for (int i = 0; i < calls; i++)
        {
            sum += call();
        }

        double time = (ThreadTime.Nanoseconds() - started) / calls;
        GC.KeepAlive(sum);
        return (time, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / calls);
    }

    private static double Middle(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
