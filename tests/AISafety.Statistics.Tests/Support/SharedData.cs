namespace AISafety.Statistics.Tests;

/// <summary>Conformance files that lie beside the repository; a test that needs one is ignored where it is absent.</summary>
internal static class SharedData
{
    public static string File(string relative)
    {
        for (DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "data", relative);
            if (System.IO.File.Exists(path))
            {
                return path;
            }
        }

        Assert.Ignore($"There is no shared/data/{relative} above the test folder.");
        return "";
    }
}
