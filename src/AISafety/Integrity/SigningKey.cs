using System.Security.Cryptography;

namespace AISafety;

/// <summary>A key of one of the two kinds that models are signed with.</summary>
/// <remarks>ECDSA on P-256 over SHA-256, the signature as DER (RFC 3279); or RSASSA-PSS with SHA-256, MGF1 of SHA-256 and a salt of 32 bytes (RFC 8017). Both are what <c>openssl dgst -sha256</c> makes and checks.</remarks>
internal sealed class SigningKey : IDisposable
{
    public const string Expectation = "expected ECDSA on the curve P-256, or RSA of at least 2048 bits";

    private const string P256 = "1.2.840.10045.3.1.7";
    private const int LeastRsaBits = 2048;
    private const DSASignatureFormat Der = DSASignatureFormat.Rfc3279DerSequence;

    private readonly AsymmetricAlgorithm _key;

    private SigningKey(AsymmetricAlgorithm key) => _key = key;

    /// <summary>The key's kind and the SHA-256 of its public part.</summary>
    public string Description =>
        $"{(_key is ECDsa ? "ECDSA P-256" : "RSA")} key whose public part has SHA-256 {Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()))}";

    /// <exception cref="ArgumentException">It is not such a key.</exception>
    public static SigningKey OfPublicPem(string pem) =>
        PemEncoding.TryFind(pem, out PemFields fields) && pem.AsSpan()[fields.Label] is "PUBLIC KEY"
            ? OfPem(pem, nameof(ModelIntegrity.PublicKey))
            : throw new ArgumentException($"{nameof(ModelIntegrity)}: {nameof(ModelIntegrity.PublicKey)} does not begin with -----BEGIN PUBLIC KEY-----; expected the PEM of a SubjectPublicKeyInfo.");

    /// <exception cref="ArgumentException">It is not such a key.</exception>
    public static SigningKey OfPrivatePem(string pem, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(pem, name);
        return OfPem(pem, name);
    }

    /// <summary>Takes a key that stays its owner's.</summary>
    /// <exception cref="ArgumentException">It is not such a key.</exception>
    public static SigningKey Of(AsymmetricAlgorithm key, string name)
    {
        ArgumentNullException.ThrowIfNull(key, name);
        return IsOfKind(key) ? new(key) : throw Unfit(name, null);
    }

    public byte[] Sign(ReadOnlySpan<byte> hash) => _key switch
    {
        ECDsa ec => ec.SignHash(hash.ToArray(), Der),
        RSA rsa => rsa.SignHash(hash.ToArray(), HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        _ => throw new InvalidOperationException("A signing key is ECDSA or RSA."),
    };

    /// <summary>Whether a signature is this key's; false for anything that is no signature at all.</summary>
    public bool Verify(ReadOnlySpan<byte> hash, byte[] signature)
    {
        try
        {
            return _key switch
            {
                ECDsa ec => ec.VerifyHash(hash, signature, Der),
                RSA rsa => rsa.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            // Some platforms throw for what is not DER.
            return false;
        }
    }

    public void Dispose() => _key.Dispose();

    private static SigningKey OfPem(string pem, string name)
    {
        Exception? cause = null;
        foreach (Func<AsymmetricAlgorithm> create in (Func<AsymmetricAlgorithm>[])[ECDsa.Create, RSA.Create])
        {
            AsymmetricAlgorithm key = create();
            try
            {
                key.ImportFromPem(pem);
                if (IsOfKind(key))
                {
                    return new(key);
                }
            }
            catch (Exception exception) when (exception is CryptographicException or ArgumentException)
            {
                cause = exception;
            }

            key.Dispose();
        }

        throw Unfit(name, cause);
    }

    // The curve's parameters are asked for by name, so that a key with explicit parameters is not taken for P-256.
    private static bool IsOfKind(AsymmetricAlgorithm key) => key switch
    {
        ECDsa ec => ec.ExportParameters(includePrivateParameters: false).Curve is { IsNamed: true, Oid.Value: P256 },
        RSA rsa => rsa.KeySize >= LeastRsaBits,
        _ => false,
    };

    private static ArgumentException Unfit(string name, Exception? cause) => new($"{name} is not a key that can be used; {Expectation}.", name, cause);
}
