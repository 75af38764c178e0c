using AISafety.Rollout;

namespace AISafety.Tests.Rollout;

/// <summary>A rollout and the registry that it keeps in step.</summary>
[TestFixture]
internal sealed class RegistryLinkTests
{
    private static readonly RolloutStep[] s_oneStep = [new(0.5) { MinCandidateKeys = 50, MinDuration = TimeSpan.Zero }, new(1)];

    [Test]
    public async Task Rollout_takes_its_candidate_through_staging_to_production()
    {
        IModelRegistry registry = await RegistryAsync();
        await using Scene scene = new(one => Linked(one, registry));
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
        await using Scene scene = new(one => Linked(one, registry));

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
        await using Scene scene = new(one => Linked(one, registry));
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
        await using Scene scene = new(one => Linked(one, registry) with { AdvancesByItself = false, Registry = new(registry, Registries.Name, checklist) });
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

        SafetyBuildException? refused = Assert.Throws<SafetyBuildException>(() => _ = new Scene(one => Linked(one, registry) with { CandidateVersion = candidate, StableVersion = stable }));

        Assert.That(refused!.Message, Is.EqualTo(expected));
    }

    [Test]
    public async Task Build_with_a_candidate_that_was_rejected_is_refused()
    {
        IModelRegistry registry = await RegistryAsync();
        await registry.MoveAsync(Registries.Name, "1.1", ModelStage.Rejected, "bob", "It leaks.");

        SafetyBuildException? refused = Assert.Throws<SafetyBuildException>(() => _ = new Scene(one => Linked(one, registry)));

        Assert.That(refused!.Message, Is.EqualTo("Rollout 'trial': version '1.1' of model 'credit' was rejected in the registry."));
    }

    [Test]
    public async Task Rollback_that_the_registry_did_not_hear_is_told_after_a_restart()
    {
        IModelRegistry registry = await RegistryAsync();
        InMemoryRolloutStore store = new();
        Deaf deaf = new(registry);
        await using (Scene first = new(one => Linked(one, deaf) with { Store = store }))
        {
            deaf.IsDeaf = true;
            await first.Rollout.RollBackAsync("ada", "customers complain");
            await first.Safe.FlushAsync();
            Assert.That(first.Safe.GetOpenAlerts().Select(static alert => alert.Code), Does.Contain("rollout.registry-differs"));
        }

        deaf.IsDeaf = false;
        await using Scene second = new(one => Linked(one, deaf) with { Store = store });
        await second.Safe.FlushAsync();

        Assert.That((await registry.ReadAsync()).Stages(), Is.EqualTo("1.0:Production 1.1:Archived"));
        Assert.That(second.Safe.GetOpenAlerts().Select(static alert => alert.Code), Does.Not.Contain("rollout.registry-differs"));
    }

    [Test]
    public async Task Two_processes_that_promote_at_once_end_in_one_state()
    {
        IModelRegistry registry = await RegistryAsync();
        InMemoryRolloutStore store = new();
        await using Scene first = new(one => Linked(one, registry) with { Store = store, AdvancesByItself = false, Processes = 2 });
        await using Scene second = new(one => Linked(one, registry) with { Store = store, AdvancesByItself = false, Processes = 2 });
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

    private static async Task<IModelRegistry> RegistryAsync()
    {
        IModelRegistry registry = await new InMemoryModelRegistry(Registries.Clock()).WithAsync("1.0", "1.1");
        await registry.PromoteAsync("1.0");
        return registry;
    }

    private static RolloutOptions Linked(RolloutOptions options, IModelRegistry registry) =>
        options with { Steps = s_oneStep, Registry = new(registry, Registries.Name, Registries.Open) };

    /// <summary>A registry that cannot be written for a while.</summary>
    private sealed class Deaf(IModelRegistry inner) : IModelRegistry
    {
        public bool IsDeaf { get; set; }

        public TimeProvider TimeProvider => inner.TimeProvider;

        public ValueTask<RegisteredModel?> FindAsync(string name, CancellationToken cancellationToken = default) => inner.FindAsync(name, cancellationToken);

        public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default) => inner.ListAsync(cancellationToken);

        public ValueTask<bool> TryReplaceAsync(RegisteredModel model, CancellationToken cancellationToken = default) =>
            IsDeaf ? throw new IOException("The registry is not there.") : inner.TryReplaceAsync(model, cancellationToken);
    }
}
