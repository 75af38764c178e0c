using AISafety.Rollout;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Rollout;

/// <summary>What may become of versions, in both stores.</summary>
[TestFixture(true)]
[TestFixture(false)]
public sealed class ModelRegistryTests(bool inFile)
{
    private FakeTimeProvider _clock = Registries.Clock();
    private string _folder = "";
    private IModelRegistry _registry = null!;

    [SetUp]
    public void SetUp()
    {
        _clock = Registries.Clock();
        _folder = Directory.CreateTempSubdirectory("aisafety-registry").FullName;
        _registry = inFile ? new FileModelRegistry(Path.Combine(_folder, "models.json"), _clock) : new InMemoryModelRegistry(_clock);
    }

    [TearDown]
    public void TearDown()
    {
        (_registry as IDisposable)?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Registering_twice_changes_nothing_and_another_hash_is_refused()
    {
        RegistryResult first = await _registry.RegisterAsync(Registries.New("1") with { Sha256 = Registries.Hash(171).ToUpperInvariant() });
        RegistryResult again = await _registry.RegisterAsync(Registries.New("1", 171));
        RegistryResult other = await _registry.RegisterAsync(Registries.New("1", 2));
        RegistryResult schema = await _registry.RegisterAsync(Registries.New("1", 171, new ModelSchema(Registries.Hash(7), ["age"])));
        Assert.That((first.Outcome, again.Outcome, other.Outcome, schema.Outcome), Is.EqualTo((RegistryOutcome.Done, RegistryOutcome.AlreadyDone, RegistryOutcome.Refused, RegistryOutcome.Refused)));
        Assert.That((other.Reason, schema.Reason), Is.EqualTo(("Version '1' is registered with another hash; what differs needs another version.", "Version '1' is registered with another schema; what differs needs another version.")));
        RegisteredModel model = await _registry.ReadAsync();
        Assert.That((model.Revision, model.Stages(), model.Versions[0].Sha256, model.Versions[0].RegisteredAt), Is.EqualTo((1, "1:Registered", Registries.Hash(171), Registries.Start)));
    }

    [Test]
    public async Task Promotion_archives_the_one_before_and_a_rollback_brings_it_back()
    {
        await _registry.WithAsync("1", "2", "3");
        await _registry.PromoteAsync("1", "2");
        _clock.Advance(TimeSpan.FromDays(1));
        PromotionResult third = await _registry.PromoteAsync(Registries.Name, "3", "rollout", Registries.Open, "All gates passed.");
        Assert.That(third.Model!.Stages(), Is.EqualTo("1:Archived 2:Archived 3:Production"));

        RegistryResult back = await _registry.RollBackAsync(Registries.Name, "alert", "Error rate.");
        Assert.That((back.Outcome, back.Model!.Stages()), Is.EqualTo((RegistryOutcome.Done, "1:Archived 2:Production 3:Archived")));
        back = await _registry.RollBackAsync(Registries.Name, "alert", "Still.");
        Assert.That(back.Model!.Stages(), Is.EqualTo("1:Production 2:Archived 3:Archived"));
        back = await _registry.RollBackAsync(Registries.Name, "alert", "Still.");
        Assert.That((back.Outcome, back.Model!.Stages()), Is.EqualTo((RegistryOutcome.Refused, "1:Production 2:Archived 3:Archived")));

        RegisteredModel model = await _registry.ReadAsync();
        Assert.That(model.History.Select(change => $"{change.Version} {change.From}>{change.To} {change.Actor} {change.IsRollBack}"), Is.EqualTo(new[]
        {
            "1 Registered>Production rollout False",
            "1 Production>Archived rollout False",
            "2 Registered>Production rollout False",
            "2 Production>Archived rollout False",
            "3 Registered>Production rollout False",
            "3 Production>Archived alert True",
            "2 Archived>Production alert True",
            "2 Production>Archived alert True",
            "1 Archived>Production alert True",
        }));
        Assert.That((model.History[4].Reason, model.History[4].At, model.History[3].Reason), Is.EqualTo(("All gates passed.", Registries.Start.AddDays(1), "Version '3' takes its place.")));
    }

    [Test]
    public async Task Rollback_passes_over_what_was_rejected_and_over_itself()
    {
        await _registry.WithAsync("1", "2", "3");
        await _registry.PromoteAsync("1", "3", "2", "3");
        await _registry.MoveAsync(Registries.Name, "2", ModelStage.Rejected, "ann", "Poisoned.");
        Assert.That((await _registry.ReadAsync()).Previous!.Version, Is.EqualTo("1"));
        RegistryResult back = await _registry.RollBackAsync(Registries.Name, "alert", "Drift.");
        Assert.That(back.Model!.Stages(), Is.EqualTo("1:Production 2:Rejected 3:Archived"));
        Assert.That(back.Model!.Previous, Is.Null);
        await _registry.PromoteAsync("3");
        Assert.That((await _registry.ReadAsync()).Previous!.Version, Is.EqualTo("1"));
    }

    [Test]
    public async Task Rollback_of_a_version_that_has_left_does_nothing()
    {
        await _registry.WithAsync("1", "2", "3");
        await _registry.PromoteAsync("1", "2", "3");
        RegistryResult one = await _registry.RollBackAsync(Registries.Name, "replica 1", "Alert.", from: "3");
        RegistryResult other = await _registry.RollBackAsync(Registries.Name, "replica 2", "Alert.", from: "3");
        Assert.That((one.Outcome, other.Outcome), Is.EqualTo((RegistryOutcome.Done, RegistryOutcome.AlreadyDone)));
        Assert.That(Registries.Text(other.Model), Is.EqualTo(Registries.Text(one.Model)));
        Assert.That(one.Model!.Production!.Version, Is.EqualTo("2"));
        Assert.That((await _registry.RollBackAsync(Registries.Name, "x", "y", from: "9")).Outcome, Is.EqualTo(RegistryOutcome.UnknownVersion));
    }

    [Test]
    public async Task What_is_not_there_is_said()
    {
        Assert.That((await _registry.PromoteAsync("nobody", "1", "a", Registries.Open)).Outcome, Is.EqualTo(RegistryOutcome.UnknownModel));
        Assert.That((await _registry.RollBackAsync("nobody", "a", "b")).Outcome, Is.EqualTo(RegistryOutcome.UnknownModel));
        Assert.That((await _registry.CheckAsync("nobody", "1", Registries.Open)).Single().Reason, Is.EqualTo(UnmetReason.UnknownVersion));
        await _registry.WithAsync("1");
        Assert.That((await _registry.PromoteAsync(Registries.Name, "2", "a", Registries.Open)).Outcome, Is.EqualTo(RegistryOutcome.UnknownVersion));
        Assert.That((await _registry.MoveAsync(Registries.Name, "2", ModelStage.Staging, "a", "b")).Outcome, Is.EqualTo(RegistryOutcome.UnknownVersion));
        Assert.That((await _registry.CheckAsync(Registries.Name, "2", Registries.Open)).Single().Detail, Does.Contain("'2'"));
        Assert.That((await _registry.RollBackAsync(Registries.Name, "a", "b")).Outcome, Is.EqualTo(RegistryOutcome.Refused));
        Assert.That(await _registry.FindAsync("nobody"), Is.Null);
        Assert.That(await _registry.ListAsync(), Is.EqualTo(new[] { Registries.Name }));
    }

    [Test]
    public async Task Stages_change_only_as_they_may()
    {
        await _registry.WithAsync("1", "2");
        Assert.That((await Move("1", ModelStage.Staging)).Outcome, Is.EqualTo(RegistryOutcome.Done));
        Assert.That((await Move("1", ModelStage.Staging)).Outcome, Is.EqualTo(RegistryOutcome.AlreadyDone));
        Assert.That((await Move("1", ModelStage.Production)).Outcome, Is.EqualTo(RegistryOutcome.Refused));
        Assert.That((await Move("1", ModelStage.Registered)).Outcome, Is.EqualTo(RegistryOutcome.Refused));
        Assert.That((await Move("2", ModelStage.Rejected)).Outcome, Is.EqualTo(RegistryOutcome.Done));
        Assert.That((await Move("2", ModelStage.Staging)).Outcome, Is.EqualTo(RegistryOutcome.Refused));
        Assert.That((await _registry.PromoteAsync(Registries.Name, "2", "a", Registries.Open)).Outcome, Is.EqualTo(RegistryOutcome.Refused));
        await _registry.PromoteAsync("1");
        Assert.That((await Move("1", ModelStage.Archived)).Outcome, Is.EqualTo(RegistryOutcome.Refused));
        Assert.That((await _registry.PromoteAsync(Registries.Name, "1", "a", Registries.Open)).Outcome, Is.EqualTo(RegistryOutcome.AlreadyDone));

        ValueTask<RegistryResult> Move(string version, ModelStage stage) => _registry.MoveAsync(Registries.Name, version, stage, "ann", "Because.");
    }

    [Test]
    public async Task Change_on_an_old_revision_is_refused_with_what_is_there_now()
    {
        await _registry.WithAsync("1", "2");
        PromotionResult first = await _registry.PromoteAsync(Registries.Name, "1", "replica 1", Registries.Open, expectedRevision: 2);
        PromotionResult second = await _registry.PromoteAsync(Registries.Name, "2", "replica 2", Registries.Open, expectedRevision: 2);
        Assert.That((first.Outcome, second.Outcome), Is.EqualTo((RegistryOutcome.Done, RegistryOutcome.Conflict)));
        Assert.That(Registries.Text(second.Model), Is.EqualTo(Registries.Text(first.Model)));
        Assert.That((await _registry.RegisterAsync(Registries.New("3"), expectedRevision: 0)).Outcome, Is.EqualTo(RegistryOutcome.Conflict));
        Assert.That((await _registry.RollBackAsync(Registries.Name, "a", "b", expectedRevision: 1)).Outcome, Is.EqualTo(RegistryOutcome.Conflict));
        Assert.That((await _registry.MoveAsync(Registries.Name, "2", ModelStage.Staging, "a", "b", expectedRevision: 3)).Outcome, Is.EqualTo(RegistryOutcome.Done));
        RegisteredModel old = (await _registry.ReadAsync()) with { Revision = 3 };
        Assert.That(await _registry.TryReplaceAsync(old), Is.False);
    }

    [Test]
    public async Task Replicas_that_promote_at_once_end_in_one_state()
    {
        string[] versions = [.. Enumerable.Range(0, 8).Select(i => $"{i}")];
        await _registry.WithAsync(versions);
        await _registry.PromoteAsync("0");
        PromotionResult[] results = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => Promote(_registry, $"{1 + (i % 7)}"))));
        RegisteredModel model = await _registry.ReadAsync();
        Assert.That(model.Versions.Count(version => version.Stage == ModelStage.Production), Is.EqualTo(1));
        Assert.That(RegistryCheck.FaultOf(model), Is.Null);

        // Each that was done is in the history once, and nothing else is.
        Assert.That(results.Count(result => result.Outcome == RegistryOutcome.Done), Is.EqualTo(model.History.Count(change => change.To == ModelStage.Production) - 1));
        Assert.That(results.All(result => result.Outcome is RegistryOutcome.Done or RegistryOutcome.AlreadyDone or RegistryOutcome.Conflict), Is.True);
        Assert.That(results.Where(result => result.Outcome == RegistryOutcome.Done).All(result => result.Model!.Production is not null), Is.True);
    }

    [Test]
    public async Task Version_that_went_into_production_during_the_check_is_not_pushed_out_unseen()
    {
        await _registry.WithAsync("1", "2", "3");
        await _registry.PromoteAsync("1");
        int checks = 0;
        PromotionChecklist slow = new(PromotionItem.Own("slow", "Takes its time", async (_, token) =>
        {
            if (checks++ == 0)
            {
                // Both happen while the checklist of version 2 is being looked at.
                await _registry.AddEvidenceAsync(Registries.Name, "2", new("note", "x", Registries.Hash(1), true, Registries.Start), cancellationToken: token);
            }
            else if (checks == 2)
            {
                await _registry.PromoteAsync("3");
            }

            return null;
        }));
        PromotionResult result = await _registry.PromoteAsync(Registries.Name, "2", "replica", slow);
        Assert.That((checks, result.Outcome, result.Model!.Production!.Version), Is.EqualTo((2, RegistryOutcome.Conflict, "3")));
        Assert.That(result.Reason, Does.Contain("'3'"));
    }

    [Test]
    public async Task Expired_sign_off_and_a_report_from_the_future_are_refused()
    {
        await _registry.WithAsync("1");
        Assert.That((await _registry.ApproveAsync(Registries.Name, "1", "bob", "privacy", "privacy-review", Registries.Start)).Outcome, Is.EqualTo(RegistryOutcome.Refused));
        Assert.That((await _registry.AddEvidenceAsync(Registries.Name, "1", new("validation", "x", Registries.Hash(1), true, Registries.Start.AddHours(1)))).Outcome, Is.EqualTo(RegistryOutcome.Refused));
        ModelEvidence report = new("validation", "x", Registries.Hash(1), true, Registries.Start);
        Assert.That((await _registry.AddEvidenceAsync(Registries.Name, "1", report)).Outcome, Is.EqualTo(RegistryOutcome.Done));
        Assert.That((await _registry.AddEvidenceAsync(Registries.Name, "1", report)).Outcome, Is.EqualTo(RegistryOutcome.AlreadyDone));
        Assert.That((await _registry.ReadAsync()).Revision, Is.EqualTo(2));
    }

    [Test]
    public void Text_that_would_not_read_back_is_refused()
    {
        Assert.That(async () => await _registry.RegisterAsync(Registries.New(" ")), Throws.ArgumentException);
        Assert.That(async () => await _registry.RegisterAsync(Registries.New("1") with { Sha256 = "12" }), Throws.ArgumentException.With.Message.Contains("Sha256"));
        Assert.That(async () => await _registry.RegisterAsync(Registries.New("1") with { Author = "a\0b" }), Throws.ArgumentException);
        Assert.That(async () => await _registry.RegisterAsync(Registries.New("1") with { Author = "a\ud800" }), Throws.ArgumentException);
        Assert.That(async () => await _registry.RegisterAsync(Registries.New("1") with { ProfileSha256 = new string('g', 64) }), Throws.ArgumentException);
        Assert.That(async () => await _registry.RollBackAsync(Registries.Name, "", "b"), Throws.ArgumentException);
        Assert.That(async () => await _registry.PromoteAsync(Registries.Name, "1", "a", Registries.Open, new string('x', 2001)), Throws.ArgumentException);
    }

    [Test]
    public async Task Store_refuses_a_model_that_says_what_cannot_be()
    {
        await _registry.WithAsync("1", "2");
        RegisteredModel model = await _registry.ReadAsync();
        RegisteredModel next = model with { Revision = 3 };
        StageChange live = new("1", ModelStage.Registered, ModelStage.Production, "a", Registries.Start, "b");
        ModelVersion[] both = [.. model.Versions.Select(version => version with { Stage = ModelStage.Production })];
        Assert.That(async () => await _registry.TryReplaceAsync(next with { Versions = both, History = [live, live with { Version = "2" }] }), Throws.ArgumentException.With.Message.Contains("2 versions are in production"));
        Assert.That(async () => await _registry.TryReplaceAsync(next with { History = [live] }), Throws.ArgumentException.With.Message.Contains("history"));
        Assert.That(async () => await _registry.TryReplaceAsync(next with { History = [live with { From = ModelStage.Staging }] }), Throws.ArgumentException);
        Assert.That(async () => await _registry.TryReplaceAsync(next with { Versions = [model.Versions[0], model.Versions[0]] }), Throws.ArgumentException.With.Message.Contains("twice"));
        Assert.That(async () => await _registry.TryReplaceAsync(next with { Versions = [] }), Throws.ArgumentException);
        Assert.That(Registries.Text(await _registry.ReadAsync()), Is.EqualTo(Registries.Text(model)));
    }

    private static async Task<PromotionResult> Promote(IModelRegistry registry, string version) => await registry.PromoteAsync(Registries.Name, version, "replica", Registries.Open);
}
