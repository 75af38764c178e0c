using System.Text;
using AISafety.Rollout;

namespace AISafety.Tests.Rollout;

[TestFixture]
public sealed class FileModelRegistryTests
{
    private string _folder = "";

    private string PathOf => Path.Combine(_folder, "models.json");

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("aisafety-registry").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Another_instance_finds_what_one_wrote()
    {
        using FileModelRegistry one = new(PathOf, Registries.Clock());
        using FileModelRegistry other = new(PathOf, Registries.Clock());
        await FillAsync(one);
        Assert.That(Registries.Text(await other.ReadAsync()), Is.EqualTo(Registries.Text(await one.ReadAsync())));
        Assert.That((await other.ReadAsync()).Versions[0].Schema!.Features, Is.EqualTo(new[] { "age" }));
        Assert.That(Directory.GetFiles(_folder, "*.tmp"), Is.Empty);
    }

    [Test]
    public async Task Changes_of_many_tasks_and_two_instances_are_all_there()
    {
        const int Tasks = 12;
        using FileModelRegistry one = new(PathOf, Registries.Clock(), lockTimeout: TimeSpan.FromMinutes(5));
        using FileModelRegistry other = new(PathOf, Registries.Clock(), lockTimeout: TimeSpan.FromMinutes(5));
        RegistryResult[] results = await Task.WhenAll(Enumerable.Range(0, Tasks).Select(i => Task.Run(async () =>
            await (i % 2 == 0 ? one : other).RegisterAsync(Registries.New($"{i}", i)))));
        Assert.That(results.Select(result => result.Outcome), Is.All.EqualTo(RegistryOutcome.Done));
        RegisteredModel model = await one.ReadAsync();
        Assert.That((model.Revision, model.Versions.Select(version => version.Version).Distinct().Count()), Is.EqualTo((Tasks, Tasks)));

        PromotionResult[] promoted = await Task.WhenAll(Enumerable.Range(0, Tasks).Select(i => Task.Run(async () =>
            await (i % 2 == 0 ? one : other).PromoteAsync(Registries.Name, $"{i % 3}", $"replica {i}", Registries.Open))));
        model = await other.ReadAsync();
        Assert.That(promoted.Count(result => result.Outcome == RegistryOutcome.Done), Is.EqualTo(model.History.Count(change => change.To == ModelStage.Production)));
        Assert.That(Registries.Text(await one.ReadAsync()), Is.EqualTo(Registries.Text(model)));
    }

    /// <summary>A file that is damaged anywhere is an error, or says the same as before: never something else, and never an empty registry.</summary>
    [Test]
    public async Task Damage_is_a_typed_error_or_changes_nothing()
    {
        using FileModelRegistry registry = new(PathOf, Registries.Clock());
        await FillAsync(registry);
        byte[] good = await File.ReadAllBytesAsync(PathOf);
        string text = Text(good);
        int refused = 0;
        for (int length = 0; length < good.Length; length++)
        {
            Assert.That(() => RegistryFile.Read(good[..length], "f"), Throws.InstanceOf<ModelRegistryFormatException>(), $"cut to {length}");
        }

        for (int bit = 0; bit < 8 * good.Length; bit++)
        {
            byte[] bad = [.. good];
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.That(Text(bad), Is.EqualTo(text), $"bit {bit}");
            }
            catch (ModelRegistryFormatException)
            {
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(8 * good.Length * 99 / 100));
        Assert.That(() => RegistryFile.Read([.. good, (byte)'x'], "f"), Throws.InstanceOf<ModelRegistryFormatException>());
        Assert.That(() => RegistryFile.Read([.. good, .. good], "f"), Throws.InstanceOf<ModelRegistryFormatException>());

        static string Text(byte[] bytes) => Encoding.UTF8.GetString(RegistryFile.Write(RegistryFile.Read(bytes, "f").Values));
    }

    [Test]
    public async Task Damaged_file_is_neither_read_nor_written_over()
    {
        using FileModelRegistry registry = new(PathOf, Registries.Clock());
        await File.WriteAllTextAsync(PathOf, "");
        Assert.That(async () => await registry.FindAsync("any"), Throws.InstanceOf<ModelRegistryFormatException>().With.Message.Contains("models.json"));
        Assert.That(async () => await registry.ListAsync(), Throws.InstanceOf<ModelRegistryFormatException>());
        Assert.That(async () => await registry.RegisterAsync(Registries.New("1")), Throws.InstanceOf<ModelRegistryFormatException>());
        Assert.That(await File.ReadAllBytesAsync(PathOf), Is.Empty);
    }

    [TestCase("""{"format":2,"sha256":"","models":[]}""", "format 2")]
    [TestCase("""{"format":1,"models":[]}""", "expected")]
    [TestCase("""{"format":1,"sha256":"4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945","models":[],"more":1}""", "expected")]
    [TestCase("""{"format":1,"sha256":"00","models":[]}""", "altered")]
    [TestCase("""{"format":1,"sha256":7,"models":[]}""", "not a registry")]
    [TestCase("""{"format":"1","sha256":"","models":[]}""", "not a registry")]
    [TestCase("[]", "not a registry")]
    [TestCase("null", "not a registry")]
    public void File_of_another_kind_is_refused(string text, string why) =>
        Assert.That(() => RegistryFile.Read(Encoding.UTF8.GetBytes(text), "f"), Throws.InstanceOf<ModelRegistryFormatException>().With.Message.Contains(why));

    /// <summary>A file with a right hash may still say what cannot be: every field is looked at.</summary>
    [TestCase("\"revision\":1", "\"revision\":0", "Revision is 0")]
    [TestCase("\"stage\":\"Registered\"", "\"stage\":\"Production\"", "history")]
    [TestCase("\"stage\":\"Registered\"", "\"stage\":99", "")]
    [TestCase("\"stage\":\"Registered\"", "\"stage\":\"Elsewhere\"", "")]
    [TestCase("\"author\":\"ann\"", "\"author\":null", "")]
    [TestCase("\"author\":\"ann\"", "\"author\":\"\"", "Author")]
    [TestCase("\"author\":\"ann\",", "", "")]
    [TestCase("\"approvals\":[]", "\"approvals\":null", "")]
    [TestCase("\"approvals\":[]", "\"approvals\":[null]", "approval")]
    [TestCase("\"evidence\":[]", "\"evidence\":[{\"kind\":\"k\",\"location\":\"l\",\"sha256\":\"12\",\"passed\":true,\"at\":\"2026-01-01T00:00:00+00:00\"}]", "Sha256")]
    [TestCase("\"evidence\":[]", "\"evidence\":[{\"kind\":\"k\"}]", "")]
    [TestCase("\"author\":\"ann\"", "\"author\":\"ann\",\"extra\":1", "")]
    [TestCase("\"author\":\"ann\"", "\"author\":\"ann\",\"author\":\"bob\"", "")]
    [TestCase("\"name\":\"credit\"", "\"name\":\" \"", "Name")]
    public async Task Field_that_cannot_be_is_refused_though_the_hash_is_right(string right, string wrong, string why)
    {
        IModelRegistry registry = await new InMemoryModelRegistry(Registries.Clock()).WithAsync("1");
        string content = Encoding.UTF8.GetString(RegistryFile.Write([await registry.ReadAsync()]));
        Assert.That(content, Does.Contain(right));
        string models = content[(content.IndexOf("\"models\":", StringComparison.Ordinal) + 9)..^1].Replace(right, wrong, StringComparison.Ordinal);
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(models)));
        string file = $$"""{"format":1,"sha256":"{{hash}}","models":{{models}}}""";
        Assert.That(() => RegistryFile.Read(Encoding.UTF8.GetBytes(file), "f"), Throws.InstanceOf<ModelRegistryFormatException>().With.Message.Contains(why));
    }

    [Test]
    public async Task Lock_that_another_holds_is_waited_for_and_then_given_up_on()
    {
        using FileModelRegistry registry = new(PathOf, Registries.Clock(), lockTimeout: TimeSpan.Zero);
        using (FileStream _ = new(PathOf + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.That(async () => await registry.RegisterAsync(Registries.New("1")), Throws.InstanceOf<TimeoutException>().With.Message.Contains("models.json.lock"));
        }

        Assert.That((await registry.RegisterAsync(Registries.New("1"))).Outcome, Is.EqualTo(RegistryOutcome.Done));
    }

    [Test]
    public void File_that_must_be_there_and_is_not_is_an_error()
    {
        using FileModelRegistry registry = new(PathOf, mustExist: true);
        Assert.That(async () => await registry.FindAsync("any"), Throws.InstanceOf<FileNotFoundException>());
        Assert.That(async () => await registry.RegisterAsync(Registries.New("1")), Throws.InstanceOf<FileNotFoundException>());
        Assert.That(File.Exists(PathOf), Is.False);
    }

    [Test]
    public async Task Stored_file_of_the_first_format_is_read()
    {
        File.Copy(Path.Combine(TestContext.CurrentContext.TestDirectory, "Rollout", "Registry", "Stored", "registry-1.json"), PathOf);
        using FileModelRegistry registry = new(PathOf, Registries.Clock());
        RegisteredModel model = await registry.ReadAsync();
        Assert.That((model.Revision, model.Stages(), model.Previous!.Version), Is.EqualTo((7, "1:Archived 2:Production", "1")));
        Assert.That((model.Versions[0].Approvals.Single().Person, model.Versions[0].Evidence.Single().Kind, model.History.Count), Is.EqualTo(("bob", "validation", 3)));
    }

    private static async Task FillAsync(FileModelRegistry registry)
    {
        await registry.RegisterAsync(Registries.New("1", schema: new(Registries.Hash(9), ["age"])));
        await registry.WithAsync("2");
        await registry.AddEvidenceAsync(Registries.Name, "1", new("validation", "reports/1.json", Registries.Hash(5), true, Registries.Start));
        await registry.ApproveAsync(Registries.Name, "1", "bob", "privacy", "privacy-review", Registries.Start.AddDays(30));
        await registry.RegisterAsync(Registries.New("a") with { Name = "another" });
        await registry.PromoteAsync("1");
        await registry.PromoteAsync(Registries.Name, "2", "Ürsula \"the 2nd\" 🙂", new PromotionChecklist(Registries.Open.Items) { RequireSameSchema = false });
        await registry.AddEvidenceAsync(Registries.Name, "2", new("fairness", "reports/2.json", Registries.Hash(6), false, Registries.Start));
    }
}
