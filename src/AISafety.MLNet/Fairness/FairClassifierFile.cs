using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.ML;

namespace AISafety.MLNet;

/// <summary>A fair classifier as a file: a zip with a manifest, and each transformer in an entry whose SHA-256 the manifest has.</summary>
internal static class FairClassifierFile
{
    private const string Format = "aisafety.fair-classifier";
    private const int Version = 1;
    private const string ManifestName = "manifest.json";
    private const string DigestName = "manifest.sha256";

    // Of the sum of weights.
    private const double Tolerance = 1e-6;

    public static void Write(string path, MLContext context, ITransformer? features, FairClassifierPart[] parts, bool predictsProbabilities)
    {
        string full = Path.GetFullPath(path);
        string temporary = Path.Combine(Path.GetDirectoryName(full) ?? "", $"{Path.GetFileName(full)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
            {
                using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
                {
                    string? digest = features is null ? null : Add(archive, "features.zip", context, features);
                    Part[] written = [.. parts.Select((part, i) => new Part(part.Weight, part.Constant, part.Model is null ? null : Add(archive, $"model-{i}.zip", context, part.Model)))];
                    byte[] manifest = JsonSerializer.SerializeToUtf8Bytes(new Manifest(Format, Version, predictsProbabilities, digest, written));
                    Add(archive, ManifestName, manifest);
                    Add(archive, DigestName, Encoding.ASCII.GetBytes(DigestOf(manifest)));
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <exception cref="InvalidDataException">The file is damaged, or another's.</exception>
    public static FairClassifier Read(string path, MLContext context)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (ZipCheck.Fault(stream) is { } fault)
        {
            throw new InvalidDataException($"{path} cannot be read as a fair classifier: {fault}");
        }

        stream.Position = 0;
        try
        {
            using ZipArchive archive = new(stream, ZipArchiveMode.Read);
            byte[] bytes = Bytes(archive, ManifestName, path);
            if (DigestOf(bytes) != Encoding.ASCII.GetString(Bytes(archive, DigestName, path)))
            {
                throw new InvalidDataException($"{path}: the manifest was altered, as its SHA-256 is another.");
            }

            Manifest manifest = JsonSerializer.Deserialize<Manifest>(bytes) ?? throw new InvalidDataException($"{path}: the manifest is empty.");
            if (manifest.Format != Format || manifest.Version is < 1 or > Version)
            {
                throw new InvalidDataException($"{path} is '{manifest.Format}', version {manifest.Version}; expected '{Format}', version 1 to {Version}.");
            }

            ITransformer? features = manifest.Features is null ? null : Transformer(archive, "features.zip", manifest.Features, context, path);
            Part[] written = manifest.Parts ?? [];
            FairClassifierPart[] parts = [.. written.Select((part, i) => new FairClassifierPart(
                part.Model is null ? null : Transformer(archive, $"model-{i}.zip", part.Model, context, path), part.Constant, part.Weight))];
            bool isWhole = Array.TrueForAll(parts, static part => part.Weight is > 0 and <= 1 && (part.Model is null ? part.Constant is 0 or 1 : part.Constant is null))
                && Math.Abs(parts.Sum(static part => part.Weight) - 1) <= Tolerance;
            return isWhole
                ? new(context, features, parts, manifest.PredictsProbabilities)
                : throw new InvalidDataException($"{path}: the weights of the {parts.Length} models do not add up to 1, or one is neither a model nor a constant.");
        }
        catch (Exception cause) when (cause is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"{path} cannot be read as a fair classifier: {cause.Message}", cause);
        }
    }

    private static string Add(ZipArchive archive, string name, MLContext context, ITransformer transformer)
    {
        using MemoryStream bytes = new();
        context.Model.Save(transformer, null, bytes);
        Add(archive, name, bytes.ToArray());
        return DigestOf(bytes.ToArray());
    }

    private static void Add(ZipArchive archive, string name, byte[] bytes)
    {
        using Stream entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        entry.Write(bytes);
    }

    private static string DigestOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static ITransformer Transformer(ZipArchive archive, string name, string digest, MLContext context, string path)
    {
        byte[] bytes = Bytes(archive, name, path);
        if (DigestOf(bytes) != digest)
        {
            throw new InvalidDataException($"{path}: {name} is damaged, as its SHA-256 is not that of the manifest.");
        }

        using MemoryStream stream = new(bytes);
        return context.Model.Load(stream, out _);
    }

    private static byte[] Bytes(ZipArchive archive, string name, string path)
    {
        using Stream entry = archive.GetEntry(name)?.Open() ?? throw new InvalidDataException($"{path} has no {name}.");
        using MemoryStream bytes = new();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }

    private sealed record Manifest(string? Format, int Version, bool PredictsProbabilities, string? Features, Part[]? Parts);

    private sealed record Part(double Weight, byte? Constant, string? Model);
}
