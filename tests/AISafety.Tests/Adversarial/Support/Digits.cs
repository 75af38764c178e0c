using System.Globalization;
using System.IO.Compression;
using AISafety.Adversarial;

namespace AISafety.Tests.Adversarial;

/// <summary>The repository's copy of the UCI digits: 1,797 pictures of 8 x 8 pixels, here 0 to 1, in an order drawn by seed.</summary>
internal static class Digits
{
    private const int Training = 1_000;
    private const int Clean = 400;

    private static readonly Lazy<(float[][] Rows, int[] Labels)> _all = new(Read);
    private static readonly Lazy<SmallNetwork> _network = new(() => SmallNetwork.Train(TrainingRows, TrainingLabels, hidden: 32, epochs: 60, rate: 0.03, seed: 1));

    public static ImageShape Shape { get; } = new(8, 8);

    public static float[][] TrainingRows => _all.Value.Rows[..Training];

    public static int[] TrainingLabels => _all.Value.Labels[..Training];

    public static float[][] CleanRows => _all.Value.Rows[Training..(Training + Clean)];

    public static float[][] TestRows => _all.Value.Rows[(Training + Clean)..];

    public static int[] TestLabels => _all.Value.Labels[(Training + Clean)..];

    public static SmallNetwork Network => _network.Value;

    private static (float[][] Rows, int[] Labels) Read()
    {
        List<(float[] Row, int Label)> all = [];
        using StreamReader reader = new(new GZipStream(File.OpenRead(Find()), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            int[] cells = [.. line.Split(',').Select(static cell => int.Parse(cell, CultureInfo.InvariantCulture))];
            all.Add(([.. cells[..64].Select(static cell => cell / 16f)], cells[64]));
        }

        (float[] Row, int Label)[] order = [.. all];
        new Random(3).Shuffle(order);
        return ([.. order.Select(static one => one.Row)], [.. order.Select(static one => one.Label)]);
    }

    private static string Find()
    {
        string name = Path.Combine("uci", "digits.csv.gz");
        for (DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException($"{name} is in no folder above the tests.");
    }
}
