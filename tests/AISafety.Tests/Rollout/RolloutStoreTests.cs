using AISafety.Rollout;
using CsCheck;

namespace AISafety.Tests.Rollout;

[TestFixture]
public sealed class RolloutStoreTests
{
    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("rollout").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public async Task FileRolloutStore_gives_back_what_was_saved()
    {
        FileRolloutStore store = new(_directory);
        Assert.That(await store.LoadAsync("trial", default), Is.Null);
        RolloutState state = State(1);

        Assert.That(await store.TrySaveAsync(state, 0, default), Is.True);
        RolloutState loaded = (await new FileRolloutStore(_directory).LoadAsync("trial", default))!;

        Assert.That(loaded with { Events = [] }, Is.EqualTo(state with { Events = [] }));
        Assert.That(loaded.Events, Is.EqualTo(state.Events));
        Assert.That(await store.TrySaveAsync(State(1), 0, default), Is.False);
    }

    [Test]
    public async Task FileRolloutStore_of_many_writers_loses_no_change()
    {
        int done = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            FileRolloutStore store = new(_directory);
            for (int i = 0; i < 10; i++)
            {
                bool isSaved;
                do
                {
                    long revision = (await store.LoadAsync("trial", default))?.Revision ?? 0;
                    isSaved = await store.TrySaveAsync(State(revision + 1), revision, default);
                }
                while (!isSaved);
                Interlocked.Increment(ref done);
            }
        })));

        Assert.That((done, (await new FileRolloutStore(_directory).LoadAsync("trial", default))!.Revision), Is.EqualTo((40, 40L)));
    }

    [Test]
    public async Task FileRolloutStore_of_a_damaged_file_is_an_error_and_the_stable_version_answers()
    {
        FileRolloutStore store = new(_directory);
        await store.TrySaveAsync(State(1), 0, default);
        string path = Path.Combine(_directory, "trial.rollout.json");
        byte[] bytes = await File.ReadAllBytesAsync(path);
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Int[0, 7], Gen.Bool).Sample(
            (place, bit, isCut) =>
            {
                byte[] damaged = isCut ? bytes[..place] : [.. bytes];
                if (!isCut)
                {
                    damaged[place] ^= (byte)(1 << bit);
                }

                Assert.That(() => RolloutFile.Read(damaged), Throws.InstanceOf<FormatException>());
            },
            iter: 500);

        await File.WriteAllBytesAsync(path, bytes[..^5]);
        Assert.That(async () => await store.LoadAsync("trial", default), Throws.InstanceOf<InvalidDataException>());
        Assert.That(async () => await store.TrySaveAsync(State(2), 1, default), Throws.InstanceOf<InvalidDataException>());
    }

    [TestCase("../up")]
    [TestCase("")]
    [TestCase("a/b")]
    [TestCase(".hidden")]
    public void FileRolloutStore_refuses_a_name_that_leads_elsewhere(string name) =>
        Assert.That(async () => await new FileRolloutStore(_directory).LoadAsync(name, default), Throws.ArgumentException);

    [Test]
    public void FileRolloutStore_without_its_directory_is_an_error() =>
        Assert.That(async () => await new FileRolloutStore(Path.Combine(_directory, "gone")).LoadAsync("trial", default), Throws.InstanceOf<DirectoryNotFoundException>());

    private static RolloutState State(long revision) => new("trial", "1.0", "1.1", "plan")
    {
        Status = RolloutStatus.Paused,
        Step = 1,
        Share = 0.05,
        Since = DateTimeOffset.UnixEpoch.AddDays(1),
        Lives = 3,
        Revision = revision,
        Events = [new(DateTimeOffset.UnixEpoch, "ada", "paused", "lunch \"break\" \u00e4")],
    };
}
