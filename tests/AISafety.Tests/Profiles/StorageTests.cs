using System.Text.Json;
using CsCheck;

namespace AISafety.Tests.Profiles;

[TestFixture]
public sealed class StorageTests
{
    private static readonly ReferenceProfile _profile = ReferenceProfile.Fit(
        Person.Schema, Person.Score, Person.Many(40, seed: 3).Select(person => (person, person.Age)), new() { SampleSize = 12, SketchSize = 8, Seed = 7, FirstRow = 100 });

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("profile").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Bytes_read_give_an_equal_profile()
    {
        ReferenceProfile read = ReferenceProfile.FromBytes(_profile.ToBytes());

        Assert.That(read.ToBytes(), Is.EqualTo(_profile.ToBytes()));
        Assert.That(read.Options, Is.EqualTo(_profile.Options));
        Assert.That(read.RowCount, Is.EqualTo(40));
        Assert.That(read.InputCount, Is.EqualTo(5));
        Assert.That(read.SampleIndex.ToArray(), Is.EqualTo(_profile.SampleIndex.ToArray()));
        for (int i = 0; i < read.Features.Count; i++)
        {
            (FeatureProfile a, FeatureProfile b) = (_profile.Features[i], read.Features[i]);
            Assert.That(b.Feature with { Categories = [] }, Is.EqualTo(a.Feature with { Categories = [] }));
            Assert.That(b.Feature.Categories, Is.EqualTo(a.Feature.Categories));
            Assert.That((b.Count, b.Missing, b.Unseen, b.IsOutput, b.IsConstant), Is.EqualTo((a.Count, a.Missing, a.Unseen, a.IsOutput, a.IsConstant)));
            Assert.That(b.Moments, Is.EqualTo(a.Moments));
            Assert.That(b.CategoryCounts.ToArray(), Is.EqualTo(a.CategoryCounts.ToArray()));
            Assert.That(b.Quantile(0.3), Is.EqualTo(a.Quantile(0.3)));
            Assert.That(b.Bins.Edges.ToArray(), Is.EqualTo(a.Bins.Edges.ToArray()));
            Assert.That(b.Sample.ToArray(), Is.EqualTo(a.Sample.ToArray()));
        }

        Assert.That(read.Covariance!.Matrix.ToArray(), Is.EqualTo(_profile.Covariance!.Matrix.ToArray()));
    }

    [Test]
    public void Every_changed_byte_is_refused()
    {
        byte[] bytes = _profile.ToBytes();
        for (int place = 0; place < bytes.Length; place++)
        {
            foreach (int change in new[] { 1, 0x80, 0xFF })
            {
                byte[] changed = [.. bytes];
                changed[place] ^= (byte)change;
                Assert.That(() => ReferenceProfile.FromBytes(changed), Throws.TypeOf<ReferenceProfileFormatException>());
            }
        }
    }

    [Test]
    public void Every_truncation_is_refused()
    {
        byte[] bytes = _profile.ToBytes();
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.That(() => ReferenceProfile.FromBytes(bytes.AsSpan(0, length)), Throws.TypeOf<ReferenceProfileFormatException>());
        }
    }

    /// <summary>Who changes a byte and mends the checksum is not found out, but does no harm either.</summary>
    [Test]
    public void Changed_bytes_with_a_right_checksum_are_refused_or_read_as_they_are()
    {
        byte[] bytes = _profile.ToBytes();
        const int header = 20;
        Gen.Select(Gen.Int[header, bytes.Length - 33], Gen.Byte, Gen.Int[header, bytes.Length - 33], Gen.Byte).Sample((first, one, second, other) =>
        {
            byte[] changed = [.. bytes];
            changed[first] = one;
            changed[second] = other;
            System.Security.Cryptography.SHA256.HashData(changed.AsSpan(0, changed.Length - 32), changed.AsSpan(changed.Length - 32));
            try
            {
                ReferenceProfile read = ReferenceProfile.FromBytes(changed);
                foreach (FeatureProfile feature in read.Features)
                {
                    _ = (feature.Quantile(0.5), feature.BinCounts.Length, feature.Sorted?.Count);
                }

                _ = read.Components?.Eigenvalues.Length;
                return read.ToBytes().AsSpan().SequenceEqual(changed);
            }
            catch (ReferenceProfileFormatException)
            {
                return true;
            }
        }, iter: 5_000, seed: "0000KOIPC1g2", threads: 1);
    }

    [Test]
    public void Messages_say_what_is_wrong()
    {
        byte[] bytes = _profile.ToBytes();
        byte[] later = [.. bytes];
        later[8] = 2;
        byte[] altered = [.. bytes];
        altered[60] ^= 1;

        Assert.That(() => ReferenceProfile.FromBytes(bytes.AsSpan(0, 100)), Refuses("cut short"));
        Assert.That(() => ReferenceProfile.FromBytes(later), Refuses("format version 2; this version of AISafety reads up to version 1"));
        Assert.That(() => ReferenceProfile.FromBytes(altered), Refuses("altered"));
        Assert.That(() => ReferenceProfile.FromBytes([.. bytes, 0]), Refuses("altered"));
        Assert.That(() => ReferenceProfile.FromBytes("{\"a\": 1}"u8), Refuses("not a reference profile"));
        Assert.That(() => ReferenceProfile.FromBytes([]), Refuses("not a reference profile"));
    }

    [Test]
    public async Task File_saved_is_read_and_nothing_else_is_left()
    {
        string path = Path.Combine(_folder, "model.profile");
        File.WriteAllText(path, "old");

        _profile.Save(path);
        Assert.That(ReferenceProfile.Load(path).ToBytes(), Is.EqualTo(_profile.ToBytes()));
        await _profile.SaveAsync(path);
        Assert.That((await ReferenceProfile.LoadAsync(path)).ToBytes(), Is.EqualTo(_profile.ToBytes()));

        Assert.That(Directory.GetFiles(_folder), Is.EqualTo(new[] { path }));
    }

    [Test]
    public void Save_that_fails_leaves_what_was_there()
    {
        // A folder cannot be replaced by a file: the last step fails.
        string path = Path.Combine(_folder, "model.profile");
        Directory.CreateDirectory(path);

        Assert.That(() => _profile.Save(path), Throws.InstanceOf<IOException>().Or.InstanceOf<UnauthorizedAccessException>());
        Assert.That(() => _profile.SaveAsync(path), Throws.InstanceOf<IOException>().Or.InstanceOf<UnauthorizedAccessException>());
        Assert.That(Directory.GetFileSystemEntries(_folder), Is.EqualTo(new[] { path }));
    }

    [Test]
    public void SaveAsync_cancelled_leaves_what_was_there()
    {
        string path = Path.Combine(_folder, "model.profile");
        File.WriteAllText(path, "old");

        Assert.That(() => _profile.SaveAsync(path, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(File.ReadAllText(path), Is.EqualTo("old"));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1));
    }

    [Test]
    public void Json_tells_no_row_and_nothing_of_a_sensitive_feature_but_counts()
    {
        using MemoryStream stream = new();
        _profile.WriteJson(stream);
        JsonElement features = JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("features");

        Assert.That(features.GetArrayLength(), Is.EqualTo(6));
        Assert.That(features[0].GetProperty("quantiles").GetProperty("0").GetDouble(), Is.EqualTo(_profile.Features[0].Quantile(0)));
        Assert.That(
            features[1].EnumerateObject().Select(property => property.Name),
            Is.EqualTo(new[] { "name", "kind", "output", "required", "sensitive", "count", "missing", "unseen" }));
        Assert.That(features[2].GetProperty("categories")[0].GetProperty("count").GetInt64(), Is.EqualTo(_profile.Features[2].CategoryCounts[0]));
    }

    [Test]
    public void Stored_file_of_version_1_is_read()
    {
        string path = Path.Combine(TestContext.CurrentContext.TestDirectory, "Profiles", "Stored", "version1.profile");
        ReferenceProfile read = ReferenceProfile.Load(path);

        Assert.That(read.RowCount, Is.EqualTo(40));
        Assert.That(read.Features.Select(feature => feature.Feature.Name), Is.EqualTo(new[] { "age", "income", "state", "embedding[0]", "embedding[1]", "score" }));
        Assert.That(read.Features[0].Feature, Is.EqualTo(Person.Schema.Features[0] with { Categories = read.Features[0].Feature.Categories }));
        Assert.That(read.Features[2].CategoryCounts.ToArray().Sum() + read.Features[2].Missing + read.Features[2].Unseen, Is.EqualTo(40));
        Assert.That(read.ToBytes(), Is.EqualTo(File.ReadAllBytes(path)));
        Assert.That(() => read.RequireSchema(Person.Schema, "test"), Throws.Nothing);
    }

    private static NUnit.Framework.Constraints.Constraint Refuses(string text) => Throws.TypeOf<ReferenceProfileFormatException>().With.Message.Contains(text);
}
