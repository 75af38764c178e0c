using System.Globalization;
using Microsoft.ML.Data;

namespace AISafety.MLNet.Tests;

/// <summary>A row of breast_cancer.csv.</summary>
internal sealed class Cells
{
    [VectorType(30)]
    public float[] Features = [];

    public bool Label;
}

/// <summary>The same, as it is asked: without the label, and without saying how long its vector is.</summary>
internal sealed class UnlabelledCells
{
    public float[] Features = [];
}

/// <summary>A row of wine.csv.</summary>
internal sealed class Wine
{
    [VectorType(12)]
    public float[] Features { get; set; } = [];

    public float Alcohol { get; set; }

    public string Cultivar { get; set; } = "";

    public int Number { get; set; }
}

/// <summary>Columns of which some are no numbers.</summary>
internal sealed class Bottle
{
    public string? Shade { get; set; }

    public string? Note { get; set; }

    public float Alcohol { get; set; }

    public bool IsFirst { get; set; }
}

internal sealed class BinaryAnswer
{
    public bool PredictedLabel { get; set; }

    public float Score { get; set; }

    public float Probability { get; set; }
}

internal sealed class WineAnswer
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}

internal sealed class ScoreAnswer
{
    public float Score { get; set; }
}

/// <summary>Real rows.</summary>
internal static class Rows
{
    public static Cells[] Cells { get; } = [.. Read("breast_cancer.csv").Select(row => new Cells { Features = row[..30], Label = row[30] == 1 })];

    public static Wine[] Wines { get; } = [.. Read("wine.csv").Select(row => new Wine
    {
        Alcohol = row[0],
        Features = row[1..13],
        Cultivar = $"cultivar {row[13] + 1}",
        Number = 10 + (int)row[13],
    })];

    public static Bottle[] Bottles { get; } = [.. Wines.Select(wine => new Bottle
    {
        Alcohol = wine.Alcohol,
        Shade = wine.Features[8] switch { < 3 => "pale", < 6 => "red", _ => "dark" },
        Note = $"hue {(wine.Features[9] < 0.9f ? "brown" : "ruby")}, proline {(wine.Features[11] < 700 ? "low" : "high")}",
        IsFirst = wine.Number == 10,
    })];

    private static IEnumerable<float[]> Read(string file) =>
        File.ReadLines(Path.Combine(TestContext.CurrentContext.TestDirectory, file)).Skip(1)
            .Where(line => line.Length > 0)
            .Select(line => line.Split(',').Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)).ToArray());
}
