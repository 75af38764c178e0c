using System.Security.Cryptography;
using AISafety.Rollout;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Rollout;

[TestFixture]
public sealed class PromotionChecklistTests
{
    private FakeTimeProvider _clock = Registries.Clock();
    private readonly Dictionary<string, byte[]> _files = [];
    private InMemoryModelRegistry _registry = null!;

    [SetUp]
    public void SetUp()
    {
        _clock = Registries.Clock();
        _registry = new(_clock);
        _files.Clear();
    }

    [Test]
    public async Task Everything_before_deployment_can_be_met_and_each_item_is_missed_by_itself()
    {
        _files["model.onnx"] = [1];
        _files["profile.bin"] = [2];
        await _registry.RegisterAsync(Registries.New("1") with { Sha256 = HashOf("model.onnx"), Path = "model.onnx", ProfilePath = "profile.bin", ProfileSha256 = HashOf("profile.bin") });
        PromotionChecklist checklist = PromotionChecklist.BeforeDeployment with { OpenFile = OpenAsync };
        Assert.That(await CodesAsync(checklist), Is.EqualTo(new[]
        {
            "validation Missing", "fairness Missing", "robustness Missing", "documentation Missing", "rollback-plan Missing", "privacy-review Missing", "monitoring Missing",
        }));
        foreach (string kind in (string[])["validation", "fairness", "robustness", "documentation"])
        {
            await AddAsync(kind);
        }

        await SignAsync("rollback-plan", "operations", "ann");
        await SignAsync("monitoring", "Operations", "ann");
        Assert.That(await CodesAsync(checklist), Is.EqualTo(new[] { "privacy-review Missing" }));
        PromotionResult refused = await _registry.PromoteAsync(Registries.Name, "1", "ann", checklist);
        Assert.That((refused.Outcome, refused.Unmet.Single().Code), Is.EqualTo((RegistryOutcome.Unmet, "privacy-review")));
        Assert.That(refused.Reason, Does.StartWith("Not met: privacy-review ("));
        Assert.That((await _registry.ReadAsync()).Production, Is.Null);

        await SignAsync("privacy-review", "privacy", "cyd");
        PromotionResult done = await _registry.PromoteAsync(Registries.Name, "1", "ann", checklist);
        Assert.That((done.Outcome, done.Unmet.Count, done.Model!.Production!.Version), Is.EqualTo((RegistryOutcome.Done, 0, "1")));
    }

    [Test]
    public async Task Report_must_be_there_pass_be_young_and_be_the_same_file()
    {
        PromotionChecklist checklist = new(PromotionItem.HeldOutValidation(TimeSpan.FromDays(10))) { OpenFile = OpenAsync };
        await _registry.WithAsync("1");
        await AddAsync("validation");
        Assert.That(await CodesAsync(checklist), Is.Empty);

        byte[] content = _files["validation.json"];
        _files["validation.json"] = [.. content, 0];
        Assert.That(await CodesAsync(checklist), Is.EqualTo(new[] { "validation HashDiffers" }));
        _files.Remove("validation.json");
        Assert.That(await CodesAsync(checklist), Is.EqualTo(new[] { "validation Missing" }));
        _files["validation.json"] = content;

        _clock.Advance(TimeSpan.FromDays(10));
        Assert.That(await CodesAsync(checklist), Is.Empty);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(await CodesAsync(checklist), Is.EqualTo(new[] { "validation Expired" }));

        // The newest counts: one that failed after one that passed, and one of the same time that was added later.
        await AddAsync("validation", passed: false);
        Assert.That(await CodesAsync(checklist), Is.EqualTo(new[] { "validation Failed" }));
        await AddAsync("validation");
        Assert.That(await CodesAsync(checklist), Is.Empty);
    }

    [Test]
    public async Task Sign_off_expires_is_of_a_role_and_may_not_be_the_authors()
    {
        PromotionChecklist checklist = new(PromotionItem.PrivacyReview());
        await _registry.WithAsync("1");
        await SignAsync("privacy-review", "operations", "bob");
        Assert.That(await CodesAsync(checklist), Is.EqualTo(new[] { "privacy-review Missing" }));
        await SignAsync("another-item", "privacy", "bob");
        Assert.That(await CodesAsync(checklist), Is.EqualTo(new[] { "privacy-review Missing" }));
        await SignAsync("privacy-review", "Privacy", " Ann ");
        Assert.That(await CodesAsync(checklist), Is.EqualTo(new[] { "privacy-review SamePerson" }));
        await SignAsync("privacy-review", "privacy", "bob");
        Assert.That(await CodesAsync(checklist), Is.Empty);
        _clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromTicks(1));
        Assert.That(await CodesAsync(checklist), Is.Empty);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(await CodesAsync(checklist), Is.EqualTo(new[] { "privacy-review Expired" }));
        Assert.That((await _registry.PromoteAsync(Registries.Name, "1", "x", checklist)).Outcome, Is.EqualTo(RegistryOutcome.Unmet));
    }

    [Test]
    public async Task Sign_off_of_another_that_has_expired_is_expired_whatever_the_author_has_signed()
    {
        await _registry.WithAsync("1");
        await SignAsync("privacy-review", "privacy", "bob");
        _clock.Advance(TimeSpan.FromDays(1));
        await SignAsync("privacy-review", "privacy", "ann");
        _clock.Advance(TimeSpan.FromDays(29));

        Assert.That(await CodesAsync(new(PromotionItem.PrivacyReview())), Is.EqualTo(new[] { "privacy-review Expired" }));
    }

    [Test]
    public async Task Model_file_and_profile_must_be_those_that_were_registered()
    {
        _files["m"] = [1];
        _files["p"] = [2];
        PromotionChecklist checklist = new(PromotionItem.ModelFileHash(), PromotionItem.ReferenceProfile()) { OpenFile = OpenAsync };
        await _registry.WithAsync("1");
        Assert.That(await CodesAsync(checklist), Is.EqualTo(new[] { "model-file Missing", "reference-profile Missing" }));
        await _registry.RegisterAsync(Registries.New("2") with { Sha256 = HashOf("m"), Path = "m", ProfilePath = "p", ProfileSha256 = HashOf("p") });
        Assert.That(await CodesAsync(checklist, "2"), Is.Empty);
        _files["m"] = [9];
        _files["p"] = [9];
        Assert.That(await CodesAsync(checklist, "2"), Is.EqualTo(new[] { "model-file HashDiffers", "reference-profile HashDiffers" }));
        await _registry.RegisterAsync(Registries.New("3") with { ProfileSha256 = Registries.Hash(3) });
        Assert.That(await CodesAsync(checklist, "3"), Is.EqualTo(new[] { "model-file Missing" }));
    }

    [Test]
    public async Task Files_of_this_machine_are_read_where_nothing_else_is_said()
    {
        string path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, [4, 5]);
        await _registry.RegisterAsync(Registries.New("1") with { Sha256 = ModelFile.ComputeSha256(path), Path = path });
        await _registry.RegisterAsync(Registries.New("2") with { Sha256 = ModelFile.ComputeSha256(path), Path = new Uri(path).AbsoluteUri });
        await _registry.RegisterAsync(Registries.New("3") with { Path = "https://example.org/model" });
        PromotionChecklist checklist = new(PromotionItem.ModelFileHash());
        Assert.That(await CodesAsync(checklist, "1"), Is.Empty);
        Assert.That(await CodesAsync(checklist, "2"), Is.Empty);
        Assert.That(await CodesAsync(checklist, "3"), Is.EqualTo(new[] { "model-file Missing" }));
        File.Delete(path);
        Assert.That(await CodesAsync(checklist, "1"), Is.EqualTo(new[] { "model-file Missing" }));
    }

    [Test]
    public async Task Candidate_that_reads_other_features_is_refused_with_the_first_that_differs()
    {
        FeatureSchema<float[]> schema = FeatureSchema.ForVector("age", "income");
        await _registry.RegisterAsync(Registries.New("1", schema: ModelSchema.Of(schema)));
        await _registry.RegisterAsync(Registries.New("2", schema: ModelSchema.Of(FeatureSchema.ForVector("age", "debts"))));
        await _registry.RegisterAsync(Registries.New("3"));
        await _registry.RegisterAsync(Registries.New("4", schema: ModelSchema.Of(schema.WithRange("age", 0, 120))));
        await _registry.RegisterAsync(Registries.New("5", schema: ModelSchema.Of(schema.WithRange("age", 0, 120, unit: "years"))));
        await _registry.PromoteAsync("1");

        PromotionResult refused = await _registry.PromoteAsync(Registries.Name, "2", "a", Registries.Open);
        Assert.That((refused.Outcome, refused.Unmet.Single().Reason), Is.EqualTo((RegistryOutcome.Unmet, UnmetReason.SchemaDiffers)));
        Assert.That(refused.Reason, Does.Contain("expected feature 'income', found 'debts'"));
        Assert.That((await _registry.CheckAsync(Registries.Name, "3", Registries.Open)).Single().Detail, Does.Contain("no schema"));
        Assert.That(await _registry.CheckAsync(Registries.Name, "4", Registries.Open), Is.Empty);
        Assert.That((await _registry.CheckAsync(Registries.Name, "5", Registries.Open)).Single().Detail, Does.Contain("units"));
        Assert.That((await _registry.PromoteAsync(Registries.Name, "2", "a", Registries.Open with { RequireSameSchema = false })).Outcome, Is.EqualTo(RegistryOutcome.Done));
    }

    [Test]
    public void Fingerprint_tells_apart_what_means_something_else()
    {
        FeatureSchema<int> Category(params string[] known) => FeatureSchema.For<int>().Categorical("c", static input => "a", known);
        string[] fingerprints =
        [
            .. ((FeatureSchema<int>[])
            [
                FeatureSchema.For<int>().Numeric("c", static input => input),
                FeatureSchema.For<int>().Numeric("c", static input => input, unit: "m"),
                FeatureSchema.For<int>().Numeric("c", static input => input).Numeric("d", static input => input),
                FeatureSchema.For<int>().Numeric("d", static input => input).Numeric("c", static input => input),
                Category("a", "b"),
                Category("b", "a"),
                Category("ab"),
                Category("a", "b", "c"),
            ]).Select(schema => ModelSchema.Of(schema).Fingerprint),
        ];
        Assert.That(fingerprints, Is.Unique);

        // Written down: registries keep it.
        Assert.That(fingerprints[0], Is.EqualTo("3bdec1e486373770e5de11c057d3bb3e14f978638acc276afdecf9351a17c767"));
    }

    [Test]
    public async Task Check_of_your_own_is_asked_and_may_throw()
    {
        await _registry.WithAsync("1");
        PromotionChecklist checklist = Registries.Open.With(
            PromotionItem.Own("size", "Is small", static (version, _) => new(version.Version == "1" ? "It is too big." : null)),
            PromotionItem.Own("throws", "Throws", static (_, _) => throw new InvalidOperationException()));
        IReadOnlyList<UnmetItem> unmet = await _registry.CheckAsync(Registries.Name, "1", checklist);
        Assert.That(unmet.Select(item => (item.Code, item.Reason, item.Detail)), Is.EqualTo(new[]
        {
            ("size", UnmetReason.Failed, "It is too big."),
            ("throws", UnmetReason.Failed, "The check threw InvalidOperationException."),
        }));
    }

    [Test]
    public void Checklist_that_lets_everything_pass_or_confuses_sign_offs_is_refused()
    {
        Assert.That(() => new PromotionChecklist(), Throws.ArgumentException);
        Assert.That(() => new PromotionChecklist(PromotionItem.Monitoring(), PromotionItem.Monitoring()), Throws.ArgumentException.With.Message.Contains("monitoring"));
        Assert.That(() => PromotionItem.HeldOutValidation(TimeSpan.Zero), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => PromotionItem.SignOff("a", "b", " "), Throws.ArgumentException);
    }

    private async Task<string[]> CodesAsync(PromotionChecklist checklist, string version = "1") =>
        [.. (await _registry.CheckAsync(Registries.Name, version, checklist)).Select(item => $"{item.Code} {item.Reason}")];

    private async Task AddAsync(string kind, bool passed = true)
    {
        _files[$"{kind}.json"] = [7, 7];
        RegistryResult result = await _registry.AddEvidenceAsync(Registries.Name, "1", new(kind, $"{kind}.json", HashOf($"{kind}.json"), passed, _clock.GetUtcNow()));
        Assert.That(result.IsDone, Is.True);
    }

    private async Task SignAsync(string item, string role, string person) =>
        Assert.That((await _registry.ApproveAsync(Registries.Name, "1", person, role, item, _clock.GetUtcNow().AddDays(30))).Outcome, Is.EqualTo(RegistryOutcome.Done));

    private ValueTask<Stream?> OpenAsync(string location, CancellationToken cancellationToken) =>
        new(_files.TryGetValue(location, out byte[]? bytes) ? new MemoryStream(bytes) : null);

    private string HashOf(string file) => Convert.ToHexStringLower(SHA256.HashData(_files[file]));
}
