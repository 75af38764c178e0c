using System.Globalization;
using System.Text.Json.Nodes;
using AISafety.Evaluation;

namespace AISafety.Statistics.Tests;

/// <summary>The verb <c>performance</c> on files.</summary>
public sealed class PerformanceVerbTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("verbs").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Run_writes_a_line_for_each_chunk_and_adds_the_rest_to_the_last()
    {
        JsonNode[] lines = Run(Written("reference", 800, true), Written("file", 1100, true), "--chunk", "500");
        Assert.That(lines.Select(line => (line["start"]!.GetValue<int>(), line["end"]!.GetValue<int>())), Is.EqualTo(new[] { (0, 500), (500, 1100) }));
        foreach (string metric in (string[])["auc", "accuracy", "f1", "precision", "recall"])
        {
            JsonNode one = lines[1][metric]!;
            double estimate = one["estimate"]!.GetValue<double>();
            Assert.That(one["lower"]!.GetValue<double>(), Is.LessThan(estimate));
            Assert.That(one["upper"]!.GetValue<double>(), Is.GreaterThan(estimate));
            Assert.That(lines[1]["realised"]![metric]!.GetValue<double>(), Is.EqualTo(estimate).Within(0.1));
        }
    }

    [Test]
    public void Run_labels_of_the_file_play_no_part()
    {
        string reference = Written("reference", 500, true);
        JsonNode[] with = Run(reference, Written("file", 700, true));
        JsonNode[] without = Run(reference, Written("file", 700, false));
        Assert.That(without, Has.Length.EqualTo(1), "fewer rows than a chunk are one");
        Assert.That(without[0]["realised"], Is.Null);
        with[0].AsObject().Remove("realised");
        Assert.That(without[0].ToJsonString(), Is.EqualTo(with[0].ToJsonString()));
    }

    [Test]
    public void Run_columns_are_found_by_the_names_given()
    {
        string reference = Rewritten(Written("reference", 500, true), "y,score,pred", "went_wrong,risk,flag");
        string file = Rewritten(Written("file", 500, false), "score,pred", "risk,flag");
        Assert.That(Run(reference, file, "--probability", "risk", "--prediction", "flag", "--label", "went_wrong"), Has.Length.EqualTo(1));
    }

    [TestCase("score,pred\n0.5,1\n", "column called label")]
    [TestCase("y,score,pred\n1,1.5,1\n", "line 2, column score")]
    [TestCase("y,score,pred\n2,0.5,1\n", "line 2, column y")]
    [TestCase("y,score,pred\n1,0.5,1\n1,0.5\n", "line 3")]
    [TestCase("y,score,pred\n1,0.5,1\n1,0.6,1\n", "both labels")]
    [TestCase("y,score,pred\n", "no row")]
    [TestCase("", "no column")]
    public void Run_bad_reference_exits_2_and_names_line_or_column(string text, string named)
    {
        string reference = Path.Combine(_folder, "bad.csv");
        File.WriteAllText(reference, text);
        using StringWriter errors = new();
        Assert.That(VerbRunner.Run(["performance", Written("file", 10, true), "--reference", reference], VerbList.All, TextWriter.Null, errors), Is.EqualTo(2));
        Assert.That(errors.ToString(), Does.Contain(named));
    }

    [Test]
    public void Run_bad_file_or_option_exits_2()
    {
        string reference = Written("reference", 300, true);
        string file = Path.Combine(_folder, "bad.csv");
        File.WriteAllText(file, "score,pred\n0.5,\n");
        using StringWriter errors = new();
        Assert.That(VerbRunner.Run(["performance", file, "--reference", reference], VerbList.All, TextWriter.Null, errors), Is.EqualTo(2));
        Assert.That(errors.ToString(), Does.Contain("line 2, column pred"));
        Assert.That(VerbRunner.Run(["performance", reference, "--reference", reference, "--chunk", "0"], VerbList.All, TextWriter.Null, errors), Is.EqualTo(2));
        Assert.That(VerbRunner.Run(["performance", reference], VerbList.All, TextWriter.Null, errors), Is.EqualTo(2));
    }

    private JsonNode[] Run(string reference, string file, params string[] options)
    {
        string output = Path.Combine(_folder, "out");
        using StringWriter errors = new();
        Assert.That(VerbRunner.Run(["performance", file, "--reference", reference, "--out", output, .. options], VerbList.All, TextWriter.Null, errors), Is.Zero, errors.ToString());
        return [.. File.ReadAllLines(output).Select(line => JsonNode.Parse(line)!)];
    }

    private string Written(string name, int rows, bool hasLabels)
    {
        Random random = new(name.Length);
        string path = Path.Combine(_folder, $"{name}.csv");
        File.WriteAllLines(path, [hasLabels ? "y,score,pred" : "score,pred", .. Enumerable.Range(0, rows).Select(_ =>
        {
            double score = random.NextDouble();
            int label = random.NextDouble() < score ? 1 : 0;
            string rest = string.Create(CultureInfo.InvariantCulture, $"{score:0.000000},{(score > 0.5 ? 1 : 0)}");
            return hasLabels ? $"{label},{rest}" : rest;
        })]);
        return path;
    }

    private static string Rewritten(string path, string header, string by)
    {
        File.WriteAllText(path, File.ReadAllText(path).Replace(header, by, StringComparison.Ordinal));
        return path;
    }
}
