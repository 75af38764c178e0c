using System.Globalization;

namespace AISafety.Statistics.Tests.Streaming;

/// <summary>Finds the shared conformance data; a test that needs it is ignored where it is absent.</summary>
internal static class SharedStreams
{
    public static string Folder()
    {
        for (DirectoryInfo? at = new(TestContext.CurrentContext.TestDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "shared", "data", "conformance", "drift");
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        Assert.Ignore("The shared data is not here: no folder shared/data above the test.");
        return "";
    }

    public static double[] Numbers(string folder, string file) =>
        [.. File.ReadLines(Path.Combine(folder, file)).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];

    public static double[] Characters(string folder, string file) =>
        [.. File.ReadAllText(Path.Combine(folder, file)).Where(char.IsAsciiDigit).Select(digit => (double)(digit - '0'))];

    public static int[] Drifts(DriftDetector detector, double[] values) =>
        [.. Enumerable.Range(0, values.Length).Where(i => detector.Update(values[i]) == DriftState.Drift)];
}
