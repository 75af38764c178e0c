using System.Globalization;

namespace AISafety.Tests.DataQuality;

/// <summary>Real rows of mixed types with missing values: 891 as the reference, 418 to be judged.</summary>
[TestFixture]
[Category("SharedData")]
public sealed class TitanicTests
{
    private static readonly string[] s_names = ["Pclass", "Age", "SibSp", "Parch", "Fare"];

    [Test]
    public void Rows_of_the_same_people_raise_nothing() => Assert.That(Judge(null), Is.Empty);

    [Test]
    public void Fares_in_pence_are_named() =>
        Assert.That(Judge(row => row[4] *= 100).Where(one => one.Check == DataQualityCheck.Unit).Select(one => (one.Feature, one.Value)), Is.EqualTo(new[] { ("Fare", 100.0), ("Fare", 100.0) }));

    [Test]
    public void Ages_in_months_are_named() =>
        Assert.That(Judge(row => row[1] *= 12).Where(one => one.Check == DataQualityCheck.Unit).Select(one => (one.Feature, one.Value)), Is.EqualTo(new[] { ("Age", 12.0), ("Age", 12.0) }));

    [Test]
    public void Ages_that_are_lost_are_found()
    {
        int row = 0;
        List<DataQualityFinding> found = Judge(cells => cells[1] = row++ % 5 < 2 ? float.NaN : cells[1]);

        Assert.That(found.Select(one => (one.Check, one.Feature)).Distinct(), Is.EqualTo(new[] { (DataQualityCheck.Missing, "Age") }));
    }

    private static List<DataQualityFinding> Judge(Action<float[]>? fault)
    {
        DataQualityWatch watch = new(ReferenceProfile.FitRows(s_names, [.. Rows("titanic_reference.csv").SelectMany(static row => row)]), new() { WindowRows = 200 });
        List<DataQualityFinding> found = [];
        foreach (float[] row in Rows("titanic_analysis.csv"))
        {
            fault?.Invoke(row);
            found.AddRange(watch.Observe(row)?.Findings ?? []);
        }

        return found;
    }

    private static List<float[]> Rows(string name)
    {
        string relative = $"drift/nannyml/{name}";
        for (DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "data", relative);
            if (File.Exists(path))
            {
                string[][] lines = [.. File.ReadLines(path).Select(Cells)];
                int[] places = Array.ConvertAll(s_names, column => Array.IndexOf(lines[0], column));
                return [.. lines.Skip(1).Select(line => Array.ConvertAll(places, place => float.TryParse(line[place], CultureInfo.InvariantCulture, out float value) ? value : float.NaN))];
            }
        }

        Assert.Ignore($"There is no shared/data/{relative} above the test folder.");
        return [];
    }

    // Commas between quotes are part of a cell.
    private static string[] Cells(string line)
    {
        string[] quoted = line.Split('"');
        for (int i = 1; i < quoted.Length; i += 2)
        {
            quoted[i] = quoted[i].Replace(',', ';');
        }

        return string.Concat(quoted).Split(',');
    }
}
