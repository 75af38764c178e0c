using System.Security.Cryptography;

namespace AISafety;

/// <summary>A <see cref="ModelIntegrity"/> that has been found to make sense: what a file is compared with.</summary>
internal sealed class IntegrityCheck
{
    private const int HexDigits = 2 * SHA256.HashSizeInBytes;

    private readonly byte[]? _hash;
    private readonly string? _publicKey;
    private readonly string? _signaturePath;

    private IntegrityCheck(byte[]? hash, string? publicKey, string? signaturePath) => (_hash, _publicKey, _signaturePath) = (hash, publicKey, signaturePath);

    /// <summary>Checks what is asked for.</summary>
    /// <param name="integrity">What is asked for.</param>
    /// <param name="signaturePath">Where the signature lies if that is not said.</param>
    /// <exception cref="ArgumentException">Nothing is asked for, or what cannot be.</exception>
    public static IntegrityCheck Of(ModelIntegrity integrity, string? signaturePath)
    {
        ArgumentNullException.ThrowIfNull(integrity);
        string? fault = Fault(integrity, signaturePath);
        if (fault is not null)
        {
            throw new ArgumentException($"{nameof(ModelIntegrity)}: {fault}", nameof(integrity));
        }

        if (integrity.PublicKey is { } pem)
        {
            // Refuses a key that cannot be used now, not when the first signature is there.
            using SigningKey key = SigningKey.OfPublicPem(pem);
        }

        return new(integrity.Sha256 is { } hex ? Convert.FromHexString(hex) : null, integrity.PublicKey, integrity.SignaturePath ?? signaturePath);
    }

    /// <summary>Refuses a model that is not what was meant.</summary>
    /// <exception cref="ModelIntegrityException">It is not.</exception>
    public void Verify(string name, ReadOnlySpan<byte> model)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(model, hash);
        string found = $"SHA-256 {Convert.ToHexStringLower(hash)}";
        if (_hash is not null && !CryptographicOperations.FixedTimeEquals(_hash, hash))
        {
            throw new ModelIntegrityException(name, $"SHA-256 {Convert.ToHexStringLower(_hash)}", found);
        }

        if (_publicKey is null || _signaturePath is null)
        {
            return;
        }

        using SigningKey key = SigningKey.OfPublicPem(_publicKey);
        string expected = $"a signature by the {key.Description}";
        (byte[]? signature, string? fault, Exception? cause) = ModelFile.ReadSignature(_signaturePath);
        if (signature is null)
        {
            throw new ModelIntegrityException(name, expected, fault!, cause);
        }

        if (!key.Verify(hash, signature))
        {
            throw new ModelIntegrityException(name, expected, $"{found}, which '{Path.GetFileName(_signaturePath)}' does not sign with that key");
        }
    }

    private static string? Fault(ModelIntegrity integrity, string? signaturePath) =>
        integrity.Sha256 is null && integrity.PublicKey is null
            ? $"there is nothing to verify; expected {nameof(integrity.Sha256)}, {nameof(integrity.PublicKey)} or both."
        : integrity.Sha256 is { } hex && (hex.Length != HexDigits || !hex.All(char.IsAsciiHexDigit))
            ? $"{nameof(integrity.Sha256)} has {hex.Length} characters, or one that is no hexadecimal digit; expected exactly {HexDigits} hexadecimal digits."
        : integrity.SignaturePath is not null && string.IsNullOrWhiteSpace(integrity.SignaturePath)
            ? $"{nameof(integrity.SignaturePath)} is blank; expected a path, or null for the model's with {ModelSignature.Extension} after it."
        : integrity.SignaturePath is not null && integrity.PublicKey is null
            ? $"{nameof(integrity.SignaturePath)} is set without {nameof(integrity.PublicKey)}; a signature proves nothing without a key."
        : integrity.PublicKey is not null && integrity.SignaturePath is null && signaturePath is null
            ? $"{nameof(integrity.PublicKey)} is set without {nameof(integrity.SignaturePath)}; a model in memory has no file beside it."
        : null;
}
