using System.Diagnostics;
using System.Security.Cryptography;

namespace AISafety.Tests.Integrity;

[TestFixture]
public sealed class ModelSignatureTests
{
    private string _folder = null!;
    private string _path = null!;

    public enum Kind
    {
        Ecdsa,
        Rsa,
    }

    [SetUp]
    public void WriteModel()
    {
        _folder = Directory.CreateTempSubdirectory("signature").FullName;
        _path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(_path, [.. Enumerable.Range(0, 1000).Select(static i => (byte)(i * 17))]);
    }

    [TearDown]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Sign_then_ReadVerified_gives_the_bytes([Values] Kind kind)
    {
        using AsymmetricAlgorithm key = NewKey(kind);
        Assert.That(ModelSignature.Sign(_path, key.ExportPkcs8PrivateKeyPem()), Is.EqualTo(_path + ".sig"));
        ModelIntegrity integrity = new() { PublicKey = key.ExportSubjectPublicKeyInfoPem() };
        Assert.That(ModelFile.ReadVerified(_path, integrity), Is.EqualTo(File.ReadAllBytes(_path)));
        Assert.That(ModelFile.ReadVerified(_path, integrity with { Sha256 = ModelFile.ComputeSha256(_path) }), Has.Length.EqualTo(1000));
        Assert.That(() => ModelFile.ReadVerified(_path, integrity with { Sha256 = new('0', 64) }), Throws.TypeOf<ModelIntegrityException>());
    }

    [Test]
    public void ReadVerified_every_changed_bit_of_a_signature_is_refused()
    {
        using AsymmetricAlgorithm key = NewKey(Kind.Ecdsa);
        ModelIntegrity integrity = new() { PublicKey = key.ExportSubjectPublicKeyInfoPem() };
        byte[] signature = File.ReadAllBytes(ModelSignature.Sign(_path, key));
        for (int bit = 0; bit < signature.Length * 8; bit++)
        {
            byte[] changed = [.. signature];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(_path + ".sig", changed);
            Assert.That(() => ModelFile.ReadVerified(_path, integrity), Throws.TypeOf<ModelIntegrityException>(), $"bit {bit}");
        }
    }

    [Test]
    public void ReadVerified_wrong_key_is_refused([Values] Kind signing, [Values] Kind expected)
    {
        using AsymmetricAlgorithm key = NewKey(signing);
        using AsymmetricAlgorithm other = NewKey(expected);
        ModelSignature.Sign(_path, key);
        ModelIntegrityException fault = Assert.Throws<ModelIntegrityException>(() => ModelFile.ReadVerified(_path, new() { PublicKey = other.ExportSubjectPublicKeyInfoPem() }))!;
        Assert.That(fault.Expected, Does.Contain(Convert.ToHexStringLower(SHA256.HashData(other.ExportSubjectPublicKeyInfo()))));
        Assert.That(fault.Actual, Does.Contain(ModelFile.ComputeSha256(_path)));
    }

    [Test]
    public void ReadVerified_signature_of_another_model_is_refused()
    {
        using AsymmetricAlgorithm key = NewKey(Kind.Ecdsa);
        ModelSignature.Sign(_path, key);
        File.WriteAllBytes(_path, [1, 2, 3]);
        Assert.That(() => ModelFile.ReadVerified(_path, new() { PublicKey = key.ExportSubjectPublicKeyInfoPem() }), Throws.TypeOf<ModelIntegrityException>());
    }

    [Test]
    public void ReadVerified_missing_signature_is_refused()
    {
        using AsymmetricAlgorithm key = NewKey(Kind.Ecdsa);
        Assert.That(
            () => ModelFile.ReadVerified(_path, new() { PublicKey = key.ExportSubjectPublicKeyInfoPem() }),
            Throws.TypeOf<ModelIntegrityException>().With.Property("Actual").EqualTo("no signature file 'model.onnx.sig'"));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(64)]
    [TestCase(256)]
    [TestCase(5000)]
    public void ReadVerified_garbage_for_a_signature_is_refused(int length)
    {
        byte[] garbage = new byte[length];
        new Random(length).NextBytes(garbage);
        File.WriteAllBytes(_path + ".sig", garbage);
        foreach (Kind kind in Enum.GetValues<Kind>())
        {
            using AsymmetricAlgorithm key = NewKey(kind);
            Assert.That(() => ModelFile.ReadVerified(_path, new() { PublicKey = key.ExportSubjectPublicKeyInfoPem() }), Throws.TypeOf<ModelIntegrityException>());
        }
    }

    [Test]
    public void ReadVerified_key_that_cannot_be_used_is_an_argument_error()
    {
        using ECDsa largeCurve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using RSA shortKey = RSA.Create(1024);
        using AsymmetricAlgorithm key = NewKey(Kind.Ecdsa);
        string[] unfit = ["", "not a key", largeCurve.ExportSubjectPublicKeyInfoPem(), shortKey.ExportSubjectPublicKeyInfoPem(), key.ExportPkcs8PrivateKeyPem(), "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"];
        foreach (string pem in unfit)
        {
            Assert.That(() => ModelFile.ReadVerified(_path, new() { PublicKey = pem }), Throws.ArgumentException.With.Message.Contains("PublicKey"), pem);
        }
    }

    [Test]
    public void Sign_key_that_cannot_sign_is_an_argument_error()
    {
        using ECDsa largeCurve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using AsymmetricAlgorithm key = NewKey(Kind.Ecdsa);
        Assert.That(() => ModelSignature.Sign(_path, largeCurve), Throws.ArgumentException.With.Message.Contains("P-256"));
        Assert.That(() => ModelSignature.Sign(_path, key.ExportSubjectPublicKeyInfoPem()), Throws.ArgumentException.With.Message.Contains("private key"));
        Assert.That(() => ModelSignature.Sign(_path, "junk"), Throws.ArgumentException);
        Assert.That(File.Exists(_path + ".sig"), Is.False);
    }

    [Test]
    public void Sign_is_what_openssl_verifies([Values] Kind kind)
    {
        using AsymmetricAlgorithm key = NewKey(kind);
        ModelSignature.Sign(_path, key);
        File.WriteAllText(Path.Combine(_folder, "public.pem"), key.ExportSubjectPublicKeyInfoPem());
        Assert.That(OpenSsl($"dgst -sha256 -verify public.pem {Padding(kind)} -signature model.onnx.sig model.onnx"), Does.Contain("Verified OK"));
    }

    [Test]
    public void ReadVerified_takes_what_openssl_signs([Values] Kind kind)
    {
        OpenSsl(kind == Kind.Ecdsa ? "ecparam -name prime256v1 -genkey -noout -out private.pem" : "genrsa -out private.pem 2048");
        OpenSsl("pkey -in private.pem -pubout -out public.pem");
        OpenSsl($"dgst -sha256 -sign private.pem {Padding(kind)} -out model.onnx.sig model.onnx");
        ModelIntegrity integrity = new() { PublicKey = File.ReadAllText(Path.Combine(_folder, "public.pem")) };
        Assert.That(ModelFile.ReadVerified(_path, integrity), Has.Length.EqualTo(1000));
        ModelSignature.Sign(_path, File.ReadAllText(Path.Combine(_folder, "private.pem")));
        Assert.That(ModelFile.ReadVerified(_path, integrity), Has.Length.EqualTo(1000));
    }

    private static AsymmetricAlgorithm NewKey(Kind kind) => kind == Kind.Ecdsa ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(2048);

    private static string Padding(Kind kind) => kind == Kind.Rsa ? "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32" : "";

    private string OpenSsl(string arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("openssl", arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.Zero, output);
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("There is no openssl on this machine.");
            return "";
        }
    }
}
