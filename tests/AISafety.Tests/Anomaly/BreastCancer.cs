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
        DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "uci", "breast_cancer.csv")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new FileNotFoundException("uci/breast_cancer.csv is not in any folder above the tests."), "uci", "breast_cancer.csv");
    }
}
