using System.Security.Cryptography;

namespace AISafety;

/// <summary>Signs model files, in the pipeline that builds them.</summary>
/// <remarks>The signature is detached, a file of its own with nothing but the signature's bytes: ECDSA on P-256 with SHA-256 in DER (RFC 3279), or RSASSA-PSS with SHA-256 and a salt of 32 bytes.
/// <c>openssl dgst -sha256 -verify</c> checks it, and what <c>openssl dgst -sha256 -sign</c> makes is checked here.</remarks>
public static class ModelSignature
{
    /// <summary>What comes after the model's path in that of its signature.</summary>
    public const string Extension = ".sig";

    /// <summary>Signs a file with a private key in PEM.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="privateKey">PKCS #8 (<c>PRIVATE KEY</c>), or <c>EC PRIVATE KEY</c> or <c>RSA PRIVATE KEY</c>; not encrypted. ECDSA on P-256, or RSA of at least 2048 bits.</param>
    /// <returns>The path of the signature: the model's with <see cref="Extension"/> after it. A file that is there is replaced.</returns>
    /// <exception cref="ArgumentException">The path is blank, or the key is not such a key.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static string Sign(string path, string privateKey)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using SigningKey key = SigningKey.OfPrivatePem(privateKey, nameof(privateKey));
        return Sign(path, key);
    }

    /// <summary>Signs a file with a key that need not leave its store.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="privateKey">An <see cref="ECDsa"/> on P-256, or an <see cref="RSA"/> of at least 2048 bits. It stays the caller's.</param>
    /// <returns>The path of the signature: the model's with <see cref="Extension"/> after it. A file that is there is replaced.</returns>
    /// <exception cref="ArgumentException">The path is blank, or the key is not such a key.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static string Sign(string path, AsymmetricAlgorithm privateKey)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Sign(path, SigningKey.Of(privateKey, nameof(privateKey)));
    }

    private static string Sign(string path, SigningKey privateKey)
    {
        byte[] hash;
        using (FileStream file = File.OpenRead(path))
        {
            hash = SHA256.HashData(file);
        }

        byte[] signature;
        try
        {
            signature = privateKey.Sign(hash);
        }
        catch (CryptographicException exception)
        {
            throw new ArgumentException("The key cannot sign; expected a private key.", nameof(privateKey), exception);
        }

        string signaturePath = path + Extension;
        File.WriteAllBytes(signaturePath, signature);
        return signaturePath;
    }
}
