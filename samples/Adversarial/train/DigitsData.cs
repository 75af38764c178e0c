using System.Globalization;
using System.IO.Compression;

namespace Adversarial.Train;

/// <summary>The images of uci/digits.csv.gz, described in uci/README.md: 8 x 8 pixels from 0 to 1, and the digit.</summary>
internal sealed record DigitsData(float[][] Images, int[] Digits)
{
    /// <summary>The model learns from the first rows; the others are for judging.</summary>
    public const int TrainingRows = 1000;

    /// <summary>Pixels an image.</summary>
    public const int Pixels = 64;

    private const float Full = 16;

    /// <summary>The rows that the model learns from.</summary>
    public DigitsData Training => new(Images[..TrainingRows], Digits[..TrainingRows]);

    /// <summary>The rows that the model never sees.</summary>
    public DigitsData HeldOut => new(Images[TrainingRows..], Digits[TrainingRows..]);

    /// <summary>Reads the file.</summary>
    /// <exception cref="FormatException">The file is not as described.</exception>
    public static DigitsData Read(string path)
    {
        using GZipStream unpacked = new(File.OpenRead(path), CompressionMode.Decompress);
        using StreamReader reader = new(unpacked);
        List<float[]> images = [];
        List<int> digits = [];
        while (reader.ReadLine() is { } line)
        {
            int[] cells = Array.ConvertAll(line.Split(','), static cell => int.Parse(cell, CultureInfo.InvariantCulture));
            if (cells.Length != Pixels + 1)
            {
                throw new FormatException($"Line {images.Count + 1} of '{Path.GetFileName(path)}' has {cells.Length} cells; expected {Pixels} pixels and a digit.");
            }

            images.Add([.. cells[..Pixels].Select(static pixel => pixel / Full)]);
            digits.Add(cells[Pixels]);
        }

        return new([.. images], [.. digits]);
    }
}
