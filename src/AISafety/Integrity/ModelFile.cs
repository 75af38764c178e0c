using System.Security.Cryptography;

namespace AISafety;

/// <summary>Reads model files, and hands out only those that prove to be the ones that were meant.</summary>
/// <remarks>The bytes that are returned are the bytes that were judged: the file is read once, so nobody can change it between the check and the load. Load from them, not from the path again.</remarks>
public static class ModelFile
{
    /// <summary>The longest signature file that is read: RSA of 16,384 bits has 2,048 bytes.</summary>
    private const int MostSignatureBytes = 4096;

    /// <summary>Reads a file and verifies it.</summary>
    /// <param name="path">The model file; up to 2 GB.</param>
    /// <param name="integrity">What it must prove.</param>
    /// <returns>The file's content.</returns>
    /// <exception cref="ModelIntegrityException">The file is another one, or its signature is missing, damaged, or by another key.</exception>
    /// <exception cref="IOException">The model file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The model file may not be read.</exception>
    /// <exception cref="ArgumentException">The path is blank, or the integrity says nothing, or what cannot be.</exception>
    public static byte[] ReadVerified(string path, ModelIntegrity integrity)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        IntegrityCheck check = IntegrityCheck.Of(integrity, path + ModelSignature.Extension);
        byte[] model = File.ReadAllBytes(path);
        check.Verify(Path.GetFileName(path), model);
        return model;
    }

    /// <summary>Verifies a model that is in memory already.</summary>
    /// <param name="model">The content of a model file; nobody else may change it meanwhile or later.</param>
    /// <param name="integrity">What it must prove. A public key needs <see cref="ModelIntegrity.SignaturePath"/> too.</param>
    /// <param name="name">How the model is called in messages.</param>
    /// <exception cref="ModelIntegrityException">The model is another one, or its signature is missing, damaged, or by another key.</exception>
    /// <exception cref="ArgumentException">The integrity says nothing, or what cannot be.</exception>
    public static void Verify(ReadOnlySpan<byte> model, ModelIntegrity integrity, string name = "in memory") =>
        IntegrityCheck.Of(integrity, null).Verify(name, model);

    /// <summary>The SHA-256 of a file, as <see cref="ModelIntegrity.Sha256"/> takes it: 64 lower-case hexadecimal digits.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static string ComputeSha256(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>The content of a signature file; null with a reason if there is none that can be one.</summary>
    internal static (byte[]? Signature, string? Fault, Exception? Cause) ReadSignature(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[MostSignatureBytes + 1];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length == 0 ? (null, "an empty signature file", null)
                : length > MostSignatureBytes ? (null, $"a signature file of more than {MostSignatureBytes} bytes", null)
                : (bytes[..length], null, null);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, $"no signature file '{Path.GetFileName(path)}'", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, $"a signature file '{Path.GetFileName(path)}' that cannot be read", exception);
        }
    }
}
