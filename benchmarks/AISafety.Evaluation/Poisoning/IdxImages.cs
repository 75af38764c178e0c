using System.Buffers.Binary;
using System.IO.Compression;

namespace AISafety.Evaluation.Poisoning;

/// <summary>Images and their classes from a pair of gzipped IDX files, as MNIST has them: pixels / 255, row by row.</summary>
internal sealed record IdxImages(float[][] Images, int[] Classes, int Width, int Height)
{
    private const int ImageMagic = 2051;
    private const int LabelMagic = 2049;

    public static IdxImages Read(string imagePath, string labelPath)
    {
        byte[] images = Unpack(imagePath);
        byte[] labels = Unpack(labelPath);
        if (images.Length < 16 || BinaryPrimitives.ReadInt32BigEndian(images) != ImageMagic || labels.Length < 8 || BinaryPrimitives.ReadInt32BigEndian(labels) != LabelMagic)
        {
            throw new BadFileException("--images or --labels: expected a gzipped IDX file of images (magic 2051), and one of labels (2049).");
        }

        int count = BinaryPrimitives.ReadInt32BigEndian(images.AsSpan(4));
        int height = BinaryPrimitives.ReadInt32BigEndian(images.AsSpan(8));
        int width = BinaryPrimitives.ReadInt32BigEndian(images.AsSpan(12));
        int pixels = width * height;

        // The header may be that of the whole file of which this is the beginning.
        int rows = Math.Min(Math.Min(count, labels.Length - 8), (images.Length - 16) / pixels);
        return new(
            [.. Enumerable.Range(0, rows).Select(row => Array.ConvertAll(images[(16 + row * pixels)..(16 + (row + 1) * pixels)], static pixel => pixel / 255f))],
            [.. labels[8..(8 + rows)].Select(static label => (int)label)],
            width,
            height);
    }

    private static byte[] Unpack(string path)
    {
        try
        {
            using GZipStream unpacked = new(File.OpenRead(path), CompressionMode.Decompress);
            using MemoryStream bytes = new();
            unpacked.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new BadFileException($"'{path}' cannot be read: {exception.Message}", exception);
        }
    }
}
