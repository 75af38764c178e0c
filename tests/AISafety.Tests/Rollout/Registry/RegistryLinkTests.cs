using AISafety.Rollout;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Rollout;

/// <summary>A rollout and the registry that it keeps in step.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RegistryLinkTests
{
    private readonly FakeTimeProvider _clock = Registries.Clock();

    private static readonly RolloutStep[] s_oneStep = [new(0.5) { MinCandidateKeys = 50, MinDuration = TimeSpan.Zero }, new(1)];

    [Test]
    public async Task Rollout_takes_its_candidate_through_staging_to_production()
    {
        IModelRegistry registry = await RegistryAsync();
        await using Scene scene = new(one => Linked(one, registry), clock: _clock);
        await scene.Safe.FlushAsync();
        string begun = (await registry.ReadAsync()).Stages();

        await scene.VisitAsync(2_000, static _ => new());
        await scene.Safe.FlushAsync();

        Assert.That(begun, Is.EqualTo("1.0:Production 1.1:Staging"));
        Assert.That(scene.Status, Is.EqualTo(RolloutStatus.Promoted));
        RegisteredModel model = await registry.ReadAsync();
        Assert.That(model.Stages(), Is.EqualTo("1.0:Archived 1.1:Production"));
        Assert.That(model.History[^1].Reason, Does.StartWith("Rollout 'trial': promoted"));
    }

    [Test]
    public async Task Rollout_that_is_rolled_back_archives_its_candidate()
    {
        IModelRegistry registry = await RegistryAsync();
        await using Scene scene = new(one => Linked(one, registry), clock: _clock);

        await scene.Rollout.RollBackAsync("ada", "customers complain");
        await scene.Safe.FlushAsync();

        RegisteredModel model = await registry.ReadAsync();
        Assert.That(model.Stages(), Is.EqualTo("1.0:Production 1.1:Archived"));
        Assert.That((model.History[^1].Actor, model.History[^1].Reason), Is.EqualTo(("ada", "Rollout 'trial': rolled back, customers complain.")));
    }

    [Test]
    public async Task Rollout_that_is_rolled_back_after_its_promotion_returns_the_version_before()
    {
        IModelRegistry registry = await RegistryAsync();
        await using Scene scene = new(one => Linked(one, registry), clock: _clock);
        await scene.VisitAsync(2_000, static _ => new());

        await scene.Rollout.RollBackAsync("ada", "a line\nand another");
        await scene.Safe.FlushAsync();

        RegisteredModel model = await registry.ReadAsync();
        Assert.That(model.Stages(), Is.EqualTo("1.0:Production 1.1:Archived"));
    }

    [Test]
    public async Task Rollout_whose_checklist_is_not_met_is_not_promoted_and_says_which_item()
    {
        IModelRegistry registry = await RegistryAsync();
        PromotionChecklist checklist = new(PromotionItem.SignOff("privacy-review", "Privacy", "privacy"));
        await using Scene scene = new(one => Linked(one, registry) with { AdvancesByItself = false, Registry = new(registry, Registries.Name, checklist) }, clock: _clock);
        await scene.VisitAsync(2_000, static _ => new());

        RolloutChange refused = await scene.Rollout.AdvanceAsync("ada", "on");
        await registry.ApproveAsync(Registries.Name, "1.1", "bob", "privacy", "privacy-review", Registries.Start.AddDays(1));
        RolloutChange done = await scene.Rollout.AdvanceAsync("ada", "on");
        await scene.Safe.FlushAsync();

        Assert.That(refused.IsDone, Is.False);
        Assert.That(refused.Refusal, Does.StartWith("The checklist is not met: privacy-review ("));
        Assert.That(done.IsDone, Is.True, done.Refusal);
        Assert.That((await registry.ReadAsync()).Stages(), Is.EqualTo("1.0:Archived 1.1:Production"));
    }

    [TestCase("1.2", "1.0", "Rollout 'trial': model 'credit' has no version '1.2' in the registry.")]
    [TestCase("1.1", "0.9", "Rollout 'trial': the registry has version '1.0' of model 'credit' in production, not the stable version '0.9'.")]
    public async Task Build_with_versions_that_the_registry_does_not_know_so_is_refused(string candidate, string stable, string expected)
    {
        IModelRegistry registry = await RegistryAsync();

        SafetyBuildException? refused = Assert.Throws<SafetyBuildException>(() => _ = new Scene(one => Linked(one, registry) with { CandidateVersion = candidate, StableVersion = stable }, clock: _clock));

        Assert.That(refused!.Message, Is.EqualTo(expected));
    }

    [Test]
    public async Task Build_with_a_candidate_that_was_rejected_is_refused()
    {
        IModelRegistry registry = await RegistryAsync();
        await registry.MoveAsync(Registries.Name, "1.1", ModelStage.Rejected, "bob", "It leaks.");

        SafetyBuildException? refused = Assert.Throws<SafetyBuildException>(() => _ = new Scene(one => Linked(one, registry), clock: _clock));

        Assert.That(refused!.Message, Is.EqualTo("Rollout 'trial': version '1.1' of model 'credit' was rejected in the registry."));
    }

    [Test]
    public async Task Rollback_that_the_registry_did_not_hear_is_told_after_a_restart()
    {
        IModelRegistry registry = await RegistryAsync();
        InMemoryRolloutStore store = new();
        Deaf deaf = new(registry);
        await using (Scene first = new(one => Linked(one, deaf) with { Store = store }, clock: _clock))
        {
            deaf.IsDeaf = true;
            await first.Rollout.RollBackAsync("ada", "customers complain");
            await first.Safe.FlushAsync();
            Assert.That(first.Safe.GetOpenAlerts().Select(static alert => alert.Code), Does.Contain("rollout.registry-differs"));
        }

        deaf.IsDeaf = false;
        await using Scene second = new(one => Linked(one, deaf) with { Store = store }, clock: _clock);
        await second.Safe.FlushAsync();

        Assert.That((await registry.ReadAsync()).Stages(), Is.EqualTo("1.0:Production 1.1:Archived"));
        Assert.That(second.Safe.GetOpenAlerts().Select(static alert => alert.Code), Does.Not.Contain("rollout.registry-differs"));
    }

    [Test]
    public async Task Two_processes_that_promote_at_once_end_in_one_state()
    {
        IModelRegistry registry = await RegistryAsync();
        InMemoryRolloutStore store = new();
        await using Scene first = new(one => Linked(one, registry) with { Store = store, AdvancesByItself = false, Processes = 2 }, clock: _clock);
        await using Scene second = new(one => Linked(one, registry) with { Store = store, AdvancesByItself = false, Processes = 2 }, clock: _clock);
        await first.VisitAsync(3_000, static _ => new());
        await second.VisitAsync(3_000, static _ => new());

        RolloutChange[] changes = await Task.WhenAll(Task.Run(() => first.Rollout.AdvanceAsync("ada", "on")), Task.Run(() => second.Rollout.AdvanceAsync("bob", "on")));
        await first.Safe.FlushAsync();
        await second.Safe.FlushAsync();

        Assert.That(changes.Count(static change => change.IsDone), Is.EqualTo(1), string.Join(" | ", changes.Select(static change => change.Refusal)));
        RegisteredModel model = await registry.ReadAsync();
        Assert.That(model.Stages(), Is.EqualTo("1.0:Archived 1.1:Production"));
        Assert.That(model.History.Count(static change => change.To == ModelStage.Production && change.Version == "1.1"), Is.EqualTo(1));
    }

    [Test]
    public async Task Restart_after_a_promotion_leaves_what_people_have_made_of_it_since()
    {
        IModelRegistry registry = await RegistryAsync();
        InMemoryRolloutStore store = new();
        await using (Scene first = new(one => Linked(one, registry) with { Store = store }, clock: _clock))
        {
            await first.VisitAsync(2_000, static _ => new());
            Assert.That((await registry.ReadAsync()).Stages(), Is.EqualTo("1.0:Archived 1.1:Production"));
        }

        await registry.RollBackAsync(Registries.Name, "ada", "customers complain");
        await using Scene second = new(one => Linked(one, registry) with { Store = store }, clock: _clock);
        await second.Safe.FlushAsync();

        Assert.That((await registry.ReadAsync()).Stages(), Is.EqualTo("1.0:Production 1.1:Archived"));
        Assert.That(second.Safe.GetOpenAlerts(), Is.Empty);
    }

    [Test]
    public async Task Restart_after_a_rollback_leaves_what_a_later_rollout_has_made_of_the_version()
    {
        IModelRegistry registry = await RegistryAsync();
        InMemoryRolloutStore store = new();
        await using (Scene first = new(one => Linked(one, registry) with { Store = store }, clock: _clock))
        {
            await first.Rollout.RollBackAsync("ada", "customers complain");
        }

        await using Scene later = new(one => Linked(one, registry) with { Name = "second" }, clock: _clock);
        await later.Safe.FlushAsync();
        await using (Scene again = new(one => Linked(one, registry) with { Store = store }, clock: _clock))
        {
            await again.Safe.FlushAsync();
            Assert.That((await registry.ReadAsync()).Stages(), Is.EqualTo("1.0:Production 1.1:Staging"));
        }

        await later.VisitAsync(2_000, static _ => new());
        await using Scene last = new(one => Linked(one, registry) with { Store = store }, clock: _clock);
        await last.Safe.FlushAsync();

        Assert.That((await registry.ReadAsync()).Stages(), Is.EqualTo("1.0:Archived 1.1:Production"));
    }

    [Test]
    public async Task Version_that_others_moved_while_the_registry_could_not_be_told_stays_and_is_told()
    {
        IModelRegistry registry = await RegistryAsync();
        InMemoryRolloutStore store = new();
        Deaf deaf = new(registry);
        await using (Scene first = new(one => Linked(one, deaf) with { Store = store }, clock: _clock))
        {
            await first.Safe.FlushAsync();
            deaf.IsDeaf = true;
            await first.Rollout.RollBackAsync("ada", "customers complain");
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        await registry.PromoteAsync("1.1");
        await using Scene second = new(one => Linked(one, registry) with { Store = store }, clock: _clock);
        await second.Safe.FlushAsync();

        Assert.That((await registry.ReadAsync()).Stages(), Is.EqualTo("1.0:Archived 1.1:Production"));
        Assert.That(second.Safe.GetOpenAlerts().Select(static alert => alert.Message), Has.Some.Contains("was moved to Production by 'rollout' since; nothing is done."));
    }

    [Test]
    public async Task Registry_that_hangs_does_not_keep_a_rollback_of_another_process_from_being_heard()
    {
        IModelRegistry registry = await RegistryAsync();
        InMemoryRolloutStore store = new();
        Deaf deaf = new(registry);
        await using Scene first = new(one => Linked(one, deaf) with { Store = store, Processes = 2 }, clock: _clock);
        await first.Safe.FlushAsync();
        await using Scene second = new(one => Linked(one, registry) with { Store = store, Processes = 2 }, clock: _clock);
        deaf.Hang = new();
        await first.Rollout.PauseAsync("ada", "lunch");
        await second.Rollout.RollBackAsync("bob", "stop");

        // The flush waits for the registry; the poll must not.
        while (first.Status != RolloutStatus.RolledBack)
        {
            first.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        deaf.Hang.SetResult(null);
    }

    private async Task<IModelRegistry> RegistryAsync()
    {
        IModelRegistry registry = await new InMemoryModelRegistry(_clock).WithAsync("1.0", "1.1");
        await registry.PromoteAsync("1.0");
        return registry;
    }

    private static RolloutOptions Linked(RolloutOptions options, IModelRegistry registry) =>
        options with { Steps = s_oneStep, Registry = new(registry, Registries.Name, Registries.Open) };

    /// <summary>A registry that cannot be written for a while.</summary>
    private sealed class Deaf(IModelRegistry inner) : IModelRegistry
    {
        public bool IsDeaf { get; set; }

        public TaskCompletionSource<RegisteredModel?>? Hang { get; set; }

        public TimeProvider TimeProvider => inner.TimeProvider;

        public ValueTask<RegisteredModel?> FindAsync(string name, CancellationToken cancellationToken = default) =>
            Hang is { } hang ? new(hang.Task) : inner.FindAsync(name, cancellationToken);

        public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default) => inner.ListAsync(cancellationToken);

        public ValueTask<bool> TryReplaceAsync(RegisteredModel model, CancellationToken cancellationToken = default) =>
            IsDeaf ? throw new IOException("The registry is not there.") : inner.TryReplaceAsync(model, cancellationToken);
    }
}
