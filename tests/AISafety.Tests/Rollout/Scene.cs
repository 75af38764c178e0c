using AISafety.Rollout;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Rollout;

/// <summary>A call of a simulated service: whose it is, and which version fails it.</summary>
internal readonly record struct Visit(string? Key, bool StableFails = false, bool CandidateFails = false, float Score = 0);

/// <summary>A stable version and a candidate, called by many users.</summary>
internal sealed class Scene : IAsyncDisposable
{
    public Scene(Func<RolloutOptions, RolloutOptions>? options = null, Action<SafetyBuilder<Visit, string>>? configure = null, FakeTimeProvider? clock = null)
    {
        Clock = clock ?? new();
        Safe = Version("old", static visit => visit.StableFails).WithSafety(safety =>
        {
            safety.UseTimeProvider(Clock).IdentifyCall(static visit => new(Key: visit.Key)).AddFallback("sorry");
            configure?.Invoke(safety);
            safety.AddRollout(Version("new", static visit => visit.CandidateFails), (options ?? (static one => one))(Default));
        });
    }

    public static RolloutOptions Default => new()
    {
        Name = "trial",
        StableVersion = "1.0",
        CandidateVersion = "1.1",
        Steps = [new(0.1) { MinCandidateKeys = 20, MinDuration = TimeSpan.Zero }, new(0.5) { MinCandidateKeys = 50, MinDuration = TimeSpan.Zero }, new(1)],
        Gates = [RolloutGate.ErrorRate(0.1)],
    };

    public FakeTimeProvider Clock { get; }

    public SafeModel<Visit, string> Safe { get; }

    public ModelRollout Rollout => Safe.Rollout!;

    public RolloutStatus Status => Rollout.State.Status;

    /// <summary>Has so many users call, each once.</summary>
    public async Task VisitAsync(int users, Func<int, Visit> visit, string from = "user")
    {
        for (int i = 0; i < users; i++)
        {
            await Safe.EvaluateAsync(visit(i) with { Key = $"{from}-{i}" });
            if (i % 50 == 49)
            {
                await Safe.FlushAsync();
            }
        }

        await Safe.FlushAsync();
    }

    public ValueTask DisposeAsync() => Safe.DisposeAsync();

    private static IModel<Visit, string> Version(string name, Func<Visit, bool> fails) =>
        Model.FromDelegate<Visit, string>(visit => fails(visit) ? throw new InvalidOperationException("simulated") : name);
}
