using System.Security.Cryptography;

namespace AISafety.MLNet.Tests.Loading;

/// <summary>A file that is not the one that was meant is refused before ML.NET reads it.</summary>
public sealed class VerifiedFileTests
{
    private string _path = null!;

    [SetUp]
    public void Save() => File.WriteAllBytes(_path = Path.GetTempFileName(), Trained.Wines.Save());

    [TearDown]
    public void Clean()
    {
        File.Delete(_path);
        File.Delete(_path + ModelSignature.Extension);
    }

    [Test]
    public void FromFile_right_hash_and_signature_gives_the_same_model()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ModelSignature.Sign(_path, key);
        ModelIntegrity integrity = new() { Sha256 = ModelFile.ComputeSha256(_path), PublicKey = key.ExportSubjectPublicKeyInfoPem() };
        float[] row = Rows.Wines[0].Features;
        using MLNetClassifier<float[]> verified = MLNetModel.LoadClassifier(MLNetSource.FromFile(_path, integrity));
        using MLNetClassifier<float[]> plain = MLNetModel.LoadClassifier(_path);
        Assert.That(verified.Predict(row), Is.EqualTo(plain.Predict(row)));
    }

    [Test]
    public void FromFile_wrong_hash_is_refused() =>
        Assert.That(() => MLNetModel.LoadClassifier(MLNetSource.FromFile(_path, new ModelIntegrity { Sha256 = new('0', 64) })), Throws.TypeOf<ModelIntegrityException>());

    [Test]
    public void FromFile_missing_file_is_still_ours() =>
        Assert.That(() => MLNetModel.LoadClassifier(MLNetSource.FromFile(_path + "x", new ModelIntegrity { Sha256 = new('0', 64) })), Throws.TypeOf<MLNetModelException>().With.Message.Contains("no file"));
}
