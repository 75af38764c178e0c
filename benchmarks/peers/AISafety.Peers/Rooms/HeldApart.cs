using System.Globalization;
using System.IO.Compression;
using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>A UCI set of which each class in turn plays the outliers: about seven in ten rows of the others fit, all the rest is judged.</summary>
internal sealed class HeldApart
{
    private readonly double[] _rows;
    private readonly byte[] _labels;
    private readonly byte[] _fitting;

    private HeldApart(Input<double> rows, Input<byte> labels, Input<byte> fitting)
    {
        (_rows, _labels, _fitting) = (rows.Values, labels.Values, fitting.Values);
        Columns = _rows.Length / _labels.Length;
        Arguments = [rows.File, Bench.Number(Columns), labels.File, fitting.File];
    }

    public int Columns { get; }

    /// <summary>The same for a peer.</summary>
    public string[] Arguments { get; }

    public static HeldApart Of(Bench bench, string name)
    {
        double[][] lines = [.. Lines(name)];
        Random random = new(3);
        return new(
            bench.Inputs.Get($"{name}-rows", () => lines.SelectMany(line => line[..^1]).ToArray()),
            bench.Inputs.Get($"{name}-labels", () => Array.ConvertAll(lines, line => (byte)line[^1])),
            bench.Inputs.Get($"{name}-fitting", () => Array.ConvertAll(lines, _ => (byte)(random.NextDouble() < 0.7 ? 1 : 0))));
    }

    /// <summary>For each class the area under the curve, averaged over the scores that a detector gives.</summary>
    /// <param name="detect">Takes the rows that fit and those that are judged; gives scores of these, once or several times.</param>
    public double[] Areas(Func<double[], double[], double[][]> detect) => [.. _labels.Distinct().Order().Select(label =>
    {
        int[] judged = [.. Enumerable.Range(0, _labels.Length).Where(row => _labels[row] == label || _fitting[row] == 0)];
        double[][] scores = detect(Table(row => _labels[row] != label && _fitting[row] == 1), Table(row => _labels[row] == label || _fitting[row] == 0));
        byte[] outlying = Array.ConvertAll(judged, row => (byte)(_labels[row] == label ? 1 : 0));
        return scores.Average(own => RocAuc.Compute<double>(own, outlying).Area);
    })];

    private double[] Table(Func<int, bool> isWanted) =>
        [.. Enumerable.Range(0, _labels.Length).Where(isWanted).SelectMany(row => _rows[(row * Columns)..((row + 1) * Columns)])];

    private static IEnumerable<double[]> Lines(string name)
    {
        using StreamReader reader = new(Open(name));
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            if (double.TryParse(cells[^1], CultureInfo.InvariantCulture, out _))
            {
                yield return Array.ConvertAll(cells, cell => double.Parse(cell, CultureInfo.InvariantCulture));
            }
        }
    }

    private static Stream Open(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "uci", $"{name}.csv");
            if (File.Exists(path))
            {
                return File.OpenRead(path);
            }

            if (File.Exists(path + ".gz"))
            {
                return new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
            }
        }

        throw new PeerException($"uci/{name}.csv is in no folder above the program.");
    }
}
