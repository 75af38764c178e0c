using System.Text.Json.Nodes;
using AISafety.Evaluation;

namespace AISafety.Statistics.Tests;

/// <summary>The verb <c>fairness</c> on the shared sets and on files of its own; what is expected plays no part in what is computed.</summary>
public sealed class FairnessVerbTests
{
    private const string Rows = "row,team,y,score,pred\n0,red,1,0.9,1\n1,red,0,0.2,0\n2,\"blue, old\",1,,0\n3,\"blue, old\",0,0.7,1\n4,green,0,0.1,0\n";

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("verbs").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    [Category("SharedData")]
    public void Run_sharedSetsWithNothingExpected_equalTheExpected()
    {
        JsonNode expected = JsonNode.Parse(File.ReadAllText(SharedData.File("conformance/fairness/expected.json")))!;
        string scored = Path.GetDirectoryName(SharedData.File("fairness/scored_adult.csv"))!;
        JsonNode blank = expected.DeepClone();
        foreach ((string _, JsonNode? set) in blank["sets"]!.AsObject())
        {
            Erase(set!["groups"]!);
        }

        JsonNode computed = Run(blank.ToJsonString(), "--data", scored);
        int compared = 0;
        foreach ((string name, JsonNode? set) in expected["sets"]!.AsObject())
        {
            Compare(set!, computed["sets"]![name]!, name, ref compared);
        }

        TestContext.Out.WriteLine($"{compared} values");
        Assert.That(compared, Is.GreaterThan(300));
    }

    [Test]
    public void Run_other_columns_and_names_are_computed_and_unknown_keys_are_null()
    {
        File.WriteAllText(Path.Combine(_folder, "rows.csv"), Rows);
        JsonNode team = Run("""
            {"sets": {"s": {"file": "rows.csv", "n": 0, "other": 1, "groups": {"team": {
                "overall": {"n": 0, "auc": null, "f99": 1},
                "by_group": {"blue, old": {"tpr": 9, "auc": 9, "n": 9}, "green": {"tpr": 9, "fpr": 9, "auc": 9}, "absent": {"n": 9}},
                "demographic_parity_difference": null, "demographic_parity_ratio": null, "equal_opportunity_difference_tpr": 7, "surprise": 1}}}}}
            """)["sets"]!["s"]!;
        Assert.That(team["n"]!.GetValue<int>(), Is.EqualTo(5));
        Assert.That(team["other"], Is.Null);
        team = team["groups"]!["team"]!;
        Assert.That(team["overall"]!["auc"]!.GetValue<double>(), Is.EqualTo(1), "the row without a score plays no part");
        Assert.That(team["overall"]!["f99"], Is.Null);
        Assert.That(team["by_group"]!["blue, old"]!["n"]!.GetValue<double>(), Is.EqualTo(2));
        Assert.That(team["by_group"]!["blue, old"]!["auc"], Is.Null, "no positive has a score");
        Assert.That(team["by_group"]!["green"]!["tpr"], Is.Null, "0 of 0 is not 0");
        Assert.That(team["by_group"]!["green"]!["fpr"]!.GetValue<double>(), Is.Zero);
        Assert.That(team["by_group"]!["absent"]!["n"], Is.Null);
        Assert.That(team["demographic_parity_difference"]!.GetValue<double>(), Is.EqualTo(0.5));
        Assert.That(team["demographic_parity_ratio"]!.GetValue<double>(), Is.Zero);
        Assert.That(team["equal_opportunity_difference_tpr"]!.GetValue<double>(), Is.EqualTo(1));
        Assert.That(team["surprise"], Is.Null);
        Assert.That(team.AsObject().ContainsKey("surprise"), Is.True);
    }

    [TestCase("""{"definitions": {}}""", Rows, "sets")]
    [TestCase("""{"sets": {"s": {"n": 5}}}""", Rows, "sets.s.file")]
    [TestCase("""{"sets": {"s": {"file": "missing.csv"}}}""", Rows, "sets.s.file")]
    [TestCase("""{"sets": {"s": {"file": "rows.csv", "groups": 3}}}""", Rows, "sets.s.groups")]
    [TestCase("""{"sets": {"s": {"file": "rows.csv", "groups": {"age": {}}}}}""", Rows, "sets.s.groups.age")]
    [TestCase("""{"sets": {"s": {"file": "rows.csv", "groups": {}}}}""", "team,y,pred\na,1,0\nb,2,0\n", "line 3, column y")]
    [TestCase("""{"sets": {"s": {"file": "rows.csv", "groups": {}}}}""", "team,y,score,pred\na,1,x,0\n", "line 2, column score")]
    [TestCase("""{"sets": {"s": {"file": "rows.csv", "groups": {}}}}""", "team,y,pred\na,1\n", "line 2")]
    [TestCase("""{"sets": {"s": {"file": "rows.csv", "groups": {}}}}""", "team,y\na,1\n", "line 1")]
    [TestCase("""{"sets": {"s": {"file": "rows.csv", "groups": {}}}}""", "", "line 1")]
    [TestCase("""{"sets": """, Rows, "")]
    public void Run_bad_files_exit_with_2_and_name_line_or_key(string tree, string csv, string named)
    {
        File.WriteAllText(Path.Combine(_folder, "rows.csv"), csv);
        string file = Path.Combine(_folder, "tree.json");
        File.WriteAllText(file, tree);
        StringWriter errors = new();
        Assert.That(VerbRunner.Run(["fairness", file, "--out", Path.Combine(_folder, "out.json")], VerbList.All, new StringWriter(), errors), Is.EqualTo(2));
        Assert.That(errors.ToString(), Does.Contain(named));
    }

    private static void Erase(JsonNode node)
    {
        foreach ((string key, JsonNode? child) in node.AsObject().ToList())
        {
            if (child is JsonObject)
            {
                Erase(child);
            }
            else
            {
                node[key] = null;
            }
        }
    }

    private static void Compare(JsonNode expected, JsonNode computed, string path, ref int compared)
    {
        foreach ((string key, JsonNode? child) in expected.AsObject())
        {
            if (child is JsonObject)
            {
                Compare(child, computed[key]!, $"{path}.{key}", ref compared);
            }
            else if (child is JsonValue value && value.TryGetValue(out double number))
            {
                Assert.That(computed[key]?.GetValue<double>(), Is.EqualTo(number).Within(1e-9), $"{path}.{key}");
                compared++;
            }
        }
    }

    private JsonNode Run(string tree, params string[] options)
    {
        string file = Path.Combine(_folder, "tree.json");
        string result = Path.Combine(_folder, "out.json");
        File.WriteAllText(file, tree);
        StringWriter errors = new();
        Assert.That(VerbRunner.Run(["fairness", file, .. options, "--out", result], VerbList.All, new StringWriter(), errors), Is.Zero, errors.ToString());
        return JsonNode.Parse(File.ReadAllText(result))!;
    }
}
