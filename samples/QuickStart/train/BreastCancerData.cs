using System.Globalization;

namespace QuickStart.Train;

/// <summary>The rows of uci/breast_cancer.csv. The file is described in uci/README.md.</summary>
internal sealed class BreastCancerData
{
    private static readonly string[] _measurements =
    [
        "radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points", "symmetry", "fractal dimension",
    ];

    private BreastCancerData(string[] classNames, float[][] rows, int[] classes)
    {
        ClassNames = classNames;
        Rows = rows;
        Classes = classes;
    }

    /// <summary>The 30 features' names in the file's order: of each measurement the mean, then the standard error, then the worst.</summary>
    public static string[] FeatureNames { get; } =
    [
        .. _measurements.Select(name => $"mean {name}"),
        .. _measurements.Select(name => $"{name} error"),
        .. _measurements.Select(name => $"worst {name}"),
    ];

    /// <summary>Malignant, benign: the names of class 0 and class 1.</summary>
    public string[] ClassNames { get; }

    /// <summary>The features of each row.</summary>
    public float[][] Rows { get; }

    /// <summary>The class of each row, 0 or 1.</summary>
    public int[] Classes { get; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="FormatException">The file is not as described.</exception>
    public static BreastCancerData Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        string[] header = lines[0].Split(',');
        string[][] cells = [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(','))];
        int width = FeatureNames.Length;
        if (header.Length != 4 || cells.Length != int.Parse(header[0], CultureInfo.InvariantCulture) || cells.Any(row => row.Length != width + 1))
        {
            throw new FormatException($"'{Path.GetFileName(path)}' is not a header of four cells and as many rows of {width + 1} as it says.");
        }

        return new(
            header[2..],
            [.. cells.Select(row => Array.ConvertAll(row[..width], cell => float.Parse(cell, CultureInfo.InvariantCulture)))],
            [.. cells.Select(row => int.Parse(row[width], CultureInfo.InvariantCulture))]);
    }
}
