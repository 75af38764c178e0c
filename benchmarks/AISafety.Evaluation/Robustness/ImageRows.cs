using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace AISafety.Evaluation.Robustness;

/// <summary>Labelled rows of pixels, divided by a scale: a CSV whose last column is the label, or two IDX files as MNIST's, compressed or not.</summary>
internal sealed class ImageRows
{
    private ImageRows(float[] values, int[] labels, int width) => (Values, Labels, Width) = (values, labels, width);

    public float[] Values { get; }

    public int[] Labels { get; }

    public int Width { get; }

    public int Count => Labels.Length;

    public ReadOnlyMemory<float> First(int rows) => Values.AsMemory(0, Require(rows) * Width);

    public ReadOnlyMemory<int> FirstLabels(int rows) => Labels.AsMemory(0, Require(rows));

    public ReadOnlySpan<float> Row(int row) => row >= 0 && row < Count ? Values.AsSpan(row * Width, Width) : throw new BadFileException($"There is no row {row}: there are {Count}.");

    public static ImageRows Read(VerbArguments arguments, int width, int classes)
    {
        string file = arguments.Required("rows");
        ImageRows rows = arguments.Option("labels") is { } labels ? Idx(file, labels, Scale(arguments, 255)) : Csv(file, Scale(arguments, 16));
        if (Array.FindIndex(rows.Labels, label => label < 0 || label >= classes) is var bad and >= 0)
        {
            throw new BadFileException($"{file}: the label of row {bad} is {rows.Labels[bad]}; the model has {classes} classes.");
        }

        return rows.Width == width ? rows : throw new BadFileException($"{file}: rows have {rows.Width} pixels; the model takes {width}.");
    }

    private int Require(int rows) => rows <= Count ? rows : throw new BadFileException($"{rows} rows are asked for; there are {Count}.");

    private static float Scale(VerbArguments arguments, float usual) => arguments.Option("scale") is not { } text ? usual
        : float.TryParse(text, CultureInfo.InvariantCulture, out float scale) && scale > 0 ? scale
        : throw new BadFileException($"--scale is '{text}'; expected a number more than 0.");

    private static ImageRows Csv(string file, float scale)
    {
        List<float> values = [];
        List<int> labels = [];
        int width = -1;
        int number = 0;
        using StreamReader lines = new(new MemoryStream(Unpack(file)));
        while (lines.ReadLine() is { } line)
        {
            number++;
            string[] fields = line.Split(',');
            width = width < 0 ? fields.Length - 1 : width;
            if (fields.Length != width + 1 || !int.TryParse(fields[^1], CultureInfo.InvariantCulture, out int label))
            {
                throw new BadFileException($"{file}, line {number}: expected {width} pixels and a label.");
            }

            labels.Add(label);
            for (int i = 0; i < width; i++)
            {
                values.Add(float.TryParse(fields[i], CultureInfo.InvariantCulture, out float pixel) ? pixel / scale : throw new BadFileException($"{file}, line {number}: pixel {i} is no number."));
            }
        }

        return labels.Count > 0 ? new([.. values], [.. labels], width) : throw new BadFileException($"{file}: there are no rows.");
    }

    private static ImageRows Idx(string images, string labels, float scale)
    {
        byte[] pixels = Unpack(images);
        byte[] classes = Unpack(labels);
        if (pixels.Length < 16 || classes.Length < 8 || BinaryPrimitives.ReadInt32BigEndian(pixels) != 0x803 || BinaryPrimitives.ReadInt32BigEndian(classes) != 0x801)
        {
            throw new BadFileException($"{images}, {labels}: expected IDX files of images (magic number 0x803) and labels (0x801).");
        }

        int width = BinaryPrimitives.ReadInt32BigEndian(pixels.AsSpan(8)) * BinaryPrimitives.ReadInt32BigEndian(pixels.AsSpan(12));
        int count = classes.Length - 8;
        if (width <= 0 || pixels.Length - 16 != (long)count * width)
        {
            throw new BadFileException($"{images}: {pixels.Length - 16} pixels do not make {count} images of {width}.");
        }

        return new([.. pixels.Skip(16).Select(pixel => pixel / scale)], [.. classes.Skip(8).Select(static label => (int)label)], width);
    }

    private static byte[] Unpack(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        if (bytes is not [0x1F, 0x8B, ..])
        {
            return bytes;
        }

        using GZipStream packed = new(new MemoryStream(bytes), CompressionMode.Decompress);
        using MemoryStream unpacked = new();
        packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
