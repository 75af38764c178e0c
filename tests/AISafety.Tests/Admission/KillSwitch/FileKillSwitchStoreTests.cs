using AISafety.Switches;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Switches;

[TestFixture]
public sealed class FileKillSwitchStoreTests
{
    private readonly FakeTimeProvider _clock = new();
    private string _folder = "";

    private string File => Path.Combine(_folder, "switch.json");

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("aisafety-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Switch_lasts_over_a_restart_with_who_when_and_why()
    {
        KillSwitchState before;
        using (KillSwitch killSwitch = await OpenAsync())
        {
            Assert.That(killSwitch.State.IsEngaged, Is.False);
            await killSwitch.EngageAsync("anna \"\n\u00e4", "Reason \u2028 \ud83d\ude00 {0}");
            before = killSwitch.State;
        }

        using KillSwitch after = await OpenAsync();
        Assert.That(after.State, Is.EqualTo(before));
        Assert.That(await after.ReleaseAsync("ben", "Repaired."), Is.True);
        using KillSwitch last = await OpenAsync();
        Assert.That((last.State.IsEngaged, last.History.Count), Is.EqualTo((false, 2)));
        Assert.That(Directory.GetFiles(_folder).Select(Path.GetFileName), Is.EquivalentTo(new[] { "switch.json", "switch.json.lock" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task File_cut_short_anywhere_is_engaged(bool engaged)
    {
        byte[] whole = await WrittenAsync(engaged);
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.That(() => KillSwitchFile.Read(whole.AsSpan(0, length)), Throws.TypeOf<FormatException>(), $"{length} bytes");
        }

        Assert.That(KillSwitchFile.Read(whole).Changes[^1].IsEngaged, Is.EqualTo(engaged));
        Assert.That(() => KillSwitchFile.Read([.. whole, (byte)'\n']), Throws.TypeOf<FormatException>());
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task File_with_any_bit_flipped_is_engaged(bool engaged)
    {
        byte[] whole = await WrittenAsync(engaged);
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(() => KillSwitchFile.Read(flipped), Throws.TypeOf<FormatException>(), $"bit {bit}");
        }
    }

    [TestCase("")]
    [TestCase("stop")]
    [TestCase("{\"formatVersion\":1,\"revision\":1,\"changes\":[]}")]
    public async Task Anything_else_in_the_file_is_engaged_and_can_be_released_by_hand(string content)
    {
        await System.IO.File.WriteAllTextAsync(File, content);
        using KillSwitch killSwitch = await OpenAsync();

        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Actor), Is.EqualTo((true, "kill-switch")));
        Assert.That(killSwitch.State.Reason, Does.Contain("not the record of a kill switch"));

        Assert.That(await killSwitch.ReleaseAsync("anna", "The file was repaired."), Is.True);
        using KillSwitch after = await OpenAsync();
        Assert.That((after.State.IsEngaged, after.State.Actor), Is.EqualTo((false, "anna")));
    }

    [Test]
    public async Task Anything_written_to_the_file_in_an_emergency_stops_a_process_that_runs()
    {
        using KillSwitch killSwitch = await OpenAsync();
        await killSwitch.EngageAsync("anna", "Stop.");
        await killSwitch.ReleaseAsync("anna", "Go.");

        await System.IO.File.AppendAllTextAsync(File, "stop");
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(killSwitch.State.IsEngaged, Is.True);
    }

    [Test]
    public async Task File_that_was_deleted_under_a_running_process_is_engaged()
    {
        using KillSwitch killSwitch = await OpenAsync();
        await killSwitch.EngageAsync("anna", "Stop.");
        await killSwitch.ReleaseAsync("anna", "Go.");

        System.IO.File.Delete(File);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Reason.Contains("gone", StringComparison.Ordinal)), Is.EqualTo((true, true)));
        Assert.That(await killSwitch.ReleaseAsync("anna", "It was moved by mistake."), Is.True);
    }

    [Test]
    public async Task File_that_was_deleted_while_no_process_ran_is_engaged()
    {
        await WrittenAsync(engaged: true);
        System.IO.File.Delete(File);

        using KillSwitch after = await OpenAsync();

        Assert.That((after.State.IsEngaged, after.State.Reason.Contains("gone", StringComparison.Ordinal)), Is.EqualTo((true, true)));
        Assert.That(await after.ReleaseAsync("anna", "It was moved by mistake."), Is.True);
    }

    [Test]
    public async Task Release_over_what_cannot_be_read_by_a_process_that_knows_nothing_holds_for_those_that_know_more()
    {
        using KillSwitch old = await OpenAsync();
        await old.EngageAsync("anna", "Stop.");
        await old.ReleaseAsync("anna", "Go.");
        await System.IO.File.WriteAllTextAsync(File, "stop");
        using KillSwitch young = await OpenAsync();
        Assert.That(young.State.Reason, Does.Contain("cut short, altered, or stopped by hand"));

        Assert.That(await young.ReleaseAsync("ben", "Go on."), Is.True);
        await old.RefreshAsync();

        Assert.That((old.State.IsEngaged, old.State.Actor), Is.EqualTo((false, "ben")));
    }

    [Test]
    public async Task Folder_that_is_not_there_is_engaged_and_engaging_throws_but_holds()
    {
        using KillSwitch killSwitch = await KillSwitch.OpenAsync(new FileKillSwitchStore(Path.Combine(_folder, "missing", "switch.json")), timeProvider: _clock);
        Assert.That(killSwitch.State.IsEngaged, Is.True);

        Assert.ThrowsAsync<KillSwitchStoreException>(async () => await killSwitch.EngageAsync("anna", "Stop."));
        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Actor), Is.EqualTo((true, "anna")));
        Assert.ThrowsAsync<KillSwitchStoreException>(async () => await killSwitch.ReleaseAsync("anna", "Go."));
        Assert.That(killSwitch.State.IsEngaged, Is.True);
    }

    [Test]
    public async Task File_of_a_later_format_is_engaged()
    {
        byte[] whole = await WrittenAsync(engaged: false);
        string json = System.Text.Encoding.UTF8.GetString(whole).Split('\n')[0].Replace("\"formatVersion\":1", "\"formatVersion\":2", StringComparison.Ordinal);
        string sum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(json)));
        await System.IO.File.WriteAllTextAsync(File, $"{json}\n{sum}\n");

        using KillSwitch killSwitch = await OpenAsync();

        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Reason.Contains("format 2", StringComparison.Ordinal)), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task A_write_that_was_interrupted_leaves_what_was_there()
    {
        using KillSwitch killSwitch = await OpenAsync();
        await killSwitch.EngageAsync("anna", "Stop.");
        await System.IO.File.WriteAllTextAsync(File + ".tmp", "half");

        using KillSwitch after = await OpenAsync();
        Assert.That((after.State.IsEngaged, after.State.Actor), Is.EqualTo((true, "anna")));
        Assert.That(await after.ReleaseAsync("anna", "Go."), Is.True);
    }

    [Test]
    public async Task TryWriteAsync_of_many_writers_replaces_each_record_once()
    {
        FileKillSwitchStore[] stores = [new(File), new(File), new(File)];
        int written = 0;
        await Task.WhenAll(stores.Select(store => Task.Run(async () =>
        {
            for (int i = 0; i < 10;)
            {
                KillSwitchRecord record = await store.ReadAsync(default) ?? KillSwitchRecord.Empty;
                if (await store.TryWriteAsync(record.With([new(true, "anna", "x", default)], 1_000), record.Revision, default))
                {
                    i++;
                    Interlocked.Increment(ref written);
                }
            }
        })));

        KillSwitchRecord last = (await stores[0].ReadAsync(default))!;
        Assert.That((last.Revision, last.Changes.Count, written), Is.EqualTo((30L, 30, 30)));
    }

    private ValueTask<KillSwitch> OpenAsync() => KillSwitch.OpenAsync(new FileKillSwitchStore(File), timeProvider: _clock);

    private async Task<byte[]> WrittenAsync(bool engaged)
    {
        using KillSwitch killSwitch = await OpenAsync();
        await killSwitch.EngageAsync("anna", "Stop.");
        if (!engaged)
        {
            await killSwitch.ReleaseAsync("ben", "Go.");
        }

        return await System.IO.File.ReadAllBytesAsync(File);
    }
}
