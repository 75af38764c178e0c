using AISafety.Rollout;

namespace AISafety.Evaluation.Rollout;

/// <summary>One canary, from the first call to its end: a safe model with a rollout, called by simulated users, its monitors flushed after every 250 calls. The judge looks after every call.</summary>
internal sealed class Canary : IAsyncDisposable
{
    private const int CallsPerFlush = 250;
    private static readonly InvalidOperationException s_failure = new("simulated");
    private readonly StillClock _clock = new();
    private readonly SafeModel<UserCall, Answer> _safe;

    public Canary(IReadOnlyList<RolloutStep> steps, Func<CanaryGates, IReadOnlyList<RolloutGate>> gates, string name)
    {
        _safe = Version(static call => call.Stable).WithSafety(safety =>
        {
            ColumnHandle approved = safety.AddColumn("approved", static (_, answer) => answer.IsApproved ? 1 : 0);
            ColumnHandle score = safety.AddColumn("score", static (_, answer) => answer.Score);
            CodesHandle groups = safety.AddCodes("group", static call => call.IsSecondGroup ? "second" : "first", ["first", "second"]);
            safety
                .UseTimeProvider(_clock)
                .IdentifyCall(static call => new(Key: call.Key))
                .AddOutputGuard(new Refusal())
                .AddFallback(new Answer(true, 0, false, false, float.NaN))
                .AddRollout(Version(static call => call.Candidate), new() { Name = name, Steps = steps, Gates = gates(new(approved, score, groups)) });
        });
    }

    /// <summary>Calls until the rollout has ended, or there were enough calls.</summary>
    public async Task<CanaryEnd> RunAsync(Users users, int mostCalls)
    {
        int calls = 0;
        HashSet<string> exposed = [];
        while (calls < mostCalls && _safe.Rollout!.State.Status == RolloutStatus.Running)
        {
            for (int i = 0; i < CallsPerFlush; i++)
            {
                UserCall call = users.Next();
                if ((await _safe.EvaluateAsync(call).ConfigureAwait(false)).ServedBy != "stable" && _safe.Rollout.VersionOf(call.Key) == "candidate")
                {
                    exposed.Add(call.Key);
                }
            }

            calls += CallsPerFlush;
            await _safe.FlushAsync().ConfigureAwait(false);
        }

        RolloutReport report = _safe.Rollout!.GetReport();
        return new(report.State.Status, calls, report.Keys, exposed.Count, report.HasSampleRatioMismatch, report.State.Events[^1].Reason);
    }

    public ValueTask DisposeAsync() => _safe.DisposeAsync();

    private IModel<UserCall, Answer> Version(Func<UserCall, Answer> answer) => Model.FromDelegate<UserCall, Answer>(call =>
    {
        Answer given = answer(call);
        _clock.Pass(given.Milliseconds);
        return given.Fails ? throw s_failure : given;
    });

    private sealed class Refusal : IOutputGuard<UserCall, Answer>
    {
        private static readonly Evidence s_refused = new("simulated.refused", "The answer is refused.");

        public string Name => "refusal";

        public ValueTask<Verdict<Answer>> InspectAsync(UserCall input, Answer output, SafetyContext context) =>
            new(output.IsRefused ? Verdict.Block(s_refused) : Verdict.Allow);
    }
}

/// <summary>What gates can be made of.</summary>
internal readonly record struct CanaryGates(ColumnHandle Approved, ColumnHandle Score, CodesHandle Groups)
{
    /// <summary>All five at once.</summary>
    public IReadOnlyList<RolloutGate> All => [Errors, Latency, Blocks, Gap, Shift];

    public RolloutGate Errors => RolloutGate.ErrorRate(0.02);

    public RolloutGate Latency => RolloutGate.Latency(Behaviour.P95, 0, 0.04);

    public RolloutGate Blocks => RolloutGate.BlockRate(0.02);

    public RolloutGate Gap => RolloutGate.FairnessGap(Approved, Groups, 0, 1, 0.1);

    public RolloutGate Shift => RolloutGate.OutputShift(Score, [-1.28, -0.84, -0.52, -0.25, 0, 0.25, 0.52, 0.84, 1.28], 0.1);
}

/// <summary>How a canary ended. Exposed are all users who met the candidate, to the last call before the rollback took effect.</summary>
internal readonly record struct CanaryEnd(RolloutStatus Status, int Calls, long Keys, long Exposed, bool HasMismatch, string Reason);
