using System.Globalization;

namespace AISafety.Tests.Anomaly;

/// <summary>The repository's copy of the UCI breast-cancer data: 569 rows of 30 measurements.</summary>
internal static class BreastCancer
{
    public static float[][] Rows { get; } =
    [
        .. File.ReadLines(Find()).Skip(1).Select(line =>
            line.Split(',')[..30].Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)).ToArray()),
    ];

    private static string Find()
    {
        string name = Path.Combine("uci", "breast_cancer.csv");
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
