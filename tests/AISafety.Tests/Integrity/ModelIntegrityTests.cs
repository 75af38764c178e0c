using System.Security.Cryptography;

namespace AISafety.Tests.Integrity;

[TestFixture]
public sealed class ModelIntegrityTests
{
    private static readonly byte[] _model = [.. Enumerable.Range(0, 1000).Select(static i => (byte)(i * 31))];

    private string _folder = null!;
    private string _path = null!;

    [SetUp]
    public void WriteModel()
    {
        _folder = Directory.CreateTempSubdirectory("integrity").FullName;
        _path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(_path, _model);
    }

    [TearDown]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void ReadVerified_right_hash_gives_the_bytes([Values] bool upperCase)
    {
        string hash = ModelFile.ComputeSha256(_path);
        Assert.That(hash, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(_model))));
        Assert.That(ModelFile.ReadVerified(_path, new() { Sha256 = upperCase ? hash.ToUpperInvariant() : hash }), Is.EqualTo(_model));
    }

    [Test]
    public void ReadVerified_one_bit_changed_is_refused_with_both_hashes([Values(0, 500, 999)] int place)
    {
        ModelIntegrity integrity = new() { Sha256 = ModelFile.ComputeSha256(_path) };
        byte[] changed = [.. _model];
        changed[place] ^= 0x10;
        File.WriteAllBytes(_path, changed);
        ModelIntegrityException fault = Assert.Throws<ModelIntegrityException>(() => ModelFile.ReadVerified(_path, integrity))!;
        Assert.Multiple(() =>
        {
            Assert.That(fault.File, Is.EqualTo("model.onnx"));
            Assert.That(fault.Expected, Is.EqualTo($"SHA-256 {integrity.Sha256}"));
            Assert.That(fault.Actual, Is.EqualTo($"SHA-256 {Convert.ToHexStringLower(SHA256.HashData(changed))}"));
            Assert.That(fault.Message, Does.Contain(fault.Expected).And.Contain(fault.Actual).And.Contain("model.onnx"));
        });
    }

    [TestCase(0)]
    [TestCase(999)]
    public void ReadVerified_truncated_file_is_refused(int length)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ModelSignature.Sign(_path, key);
        ModelIntegrity hashed = new() { Sha256 = ModelFile.ComputeSha256(_path) };
        ModelIntegrity signed = new() { PublicKey = key.ExportSubjectPublicKeyInfoPem() };
        File.WriteAllBytes(_path, _model[..length]);
        Assert.That(() => ModelFile.ReadVerified(_path, hashed), Throws.TypeOf<ModelIntegrityException>());
        Assert.That(() => ModelFile.ReadVerified(_path, signed), Throws.TypeOf<ModelIntegrityException>());
    }

    [TestCase("")]
    [TestCase("ab")]
    [TestCase("zz3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85")]
    [TestCase("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8555")]
    [TestCase(" e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85")]
    public void ReadVerified_hash_that_is_none_is_an_argument_error(string hash) =>
        Assert.That(() => ModelFile.ReadVerified(_path, new() { Sha256 = hash }), Throws.ArgumentException.With.Message.Contains("Sha256").And.Message.Contains("64 hexadecimal digits"));

    [Test]
    public void ReadVerified_nothing_to_verify_is_an_argument_error()
    {
        Assert.That(() => ModelFile.ReadVerified(_path, new()), Throws.ArgumentException.With.Message.Contains("nothing to verify"));
        Assert.That(() => ModelFile.ReadVerified(_path, new() { SignaturePath = "x.sig", Sha256 = ModelFile.ComputeSha256(_path) }), Throws.ArgumentException.With.Message.Contains("without PublicKey"));
    }

    [Test]
    public void ReadVerified_missing_model_is_a_missing_file() =>
        Assert.That(() => ModelFile.ReadVerified(_path + "x", new() { Sha256 = new('0', 64) }), Throws.TypeOf<FileNotFoundException>());

    [Test]
    public void Verify_model_in_memory_needs_the_signatures_path()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string signature = ModelSignature.Sign(_path, key);
        ModelIntegrity integrity = new() { PublicKey = key.ExportSubjectPublicKeyInfoPem() };
        Assert.That(() => ModelFile.Verify(_model, integrity), Throws.ArgumentException.With.Message.Contains("SignaturePath"));
        Assert.DoesNotThrow(() => ModelFile.Verify(_model, integrity with { SignaturePath = signature }));
        Assert.That(() => ModelFile.Verify([1, 2, 3], integrity with { SignaturePath = signature }, "resource"), Throws.TypeOf<ModelIntegrityException>().With.Message.Contains("'resource'"));
    }
}
