using System.Globalization;
using System.IO.Compression;

namespace AISafety.Benchmarks;

/// <summary>The UCI sets of the repository, without their classes, and sets drawn from known distributions.</summary>
internal static class DataSets
{
    private const int SyntheticRows = 2_000;
    private const int SyntheticColumns = 10;

    public static IEnumerable<(string Name, float[][] Rows)> All(string folder)
    {
        foreach ((string name, string file) in new[] { ("breast cancer", "breast_cancer.csv"), ("wine", "wine.csv"), ("iris", "iris.csv"), ("digits", "digits.csv.gz") })
        {
            yield return ($"UCI {name}", Read(Path.Combine(folder, file)));
        }

        Random random = new(6);
        yield return ("normal", Draw(() => Normal(random)));
        yield return ("Cauchy", Draw(() => Math.Tan(Math.PI * (random.NextDouble() - 0.5))));
        yield return ("geometric, many ties", Draw(() => Math.Floor(-Math.Log2(1 - random.NextDouble()))));
        yield return ("normal, one cell in 50 missing", Draw(() => random.Next(50) == 0 ? double.NaN : Normal(random)));
    }

    /// <summary>Rows of a file in the layout of the UCI sets: text with commas, the class last; a first line that counts the features is passed over.</summary>
    private static float[][] Read(string file)
    {
        using Stream stream = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.OpenRead(file), CompressionMode.Decompress) : File.OpenRead(file);
        using StreamReader reader = new(stream);
        List<float[]> rows = [];
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            if (float.TryParse(cells[^1], CultureInfo.InvariantCulture, out _))
            {
                rows.Add([.. cells[..^1].Select(cell => float.Parse(cell, CultureInfo.InvariantCulture))]);
            }
        }

        return [.. rows];
    }

    private static float[][] Draw(Func<double> draw) =>
        [.. Enumerable.Range(0, SyntheticRows).Select(_ => (float[])[.. Enumerable.Range(0, SyntheticColumns).Select(_ => (float)draw())])];

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
