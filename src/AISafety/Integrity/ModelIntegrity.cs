namespace AISafety;

/// <summary>How a model file proves to be the one that was meant: by its hash, by a signature, or both. At least one of <see cref="Sha256"/> and <see cref="PublicKey"/>.</summary>
/// <remarks>A hash pins one file. A signature admits every file that the key's owner signed, older ones too: where going back to an older model would do harm, pin the hash as well.</remarks>
public sealed record ModelIntegrity
{
    /// <summary>The SHA-256 of the file: exactly 64 hexadecimal digits, of either case. Default: none, the hash is not compared.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The key that the file must be signed with, as PEM of a SubjectPublicKeyInfo (<c>-----BEGIN PUBLIC KEY-----</c>): ECDSA on the curve P-256, or RSA of at least
    /// 2048 bits. Default: none, no signature is looked for.</summary>
    public string? PublicKey { get; init; }

    /// <summary>The file of the detached signature, in the form that <see cref="ModelSignature"/> writes. Default: the model's path with <c>.sig</c> after it.</summary>
    public string? SignaturePath { get; init; }
}
