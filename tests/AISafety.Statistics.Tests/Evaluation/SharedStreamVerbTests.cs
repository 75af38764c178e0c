using System.Text.Json.Nodes;
using AISafety.Evaluation;

namespace AISafety.Statistics.Tests;

/// <summary>The verbs error-stream and classification on the shared files; what is expected plays no part in what is computed.</summary>
public sealed class SharedStreamVerbTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("verbs").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    [Category("SharedData")]
    public void ErrorStream_sharedStreams_fireAtThePeersIndices([Values("sea", "elec2")] string stream)
    {
        JsonNode peers = JsonNode.Parse(File.ReadAllText(SharedData.File("conformance/drift/error_streams.json")))!;
        JsonNode[] alarms = [.. Run("error-stream", SharedData.File($"conformance/drift/errors_{stream}.txt")).Select(line => JsonNode.Parse(line)!)];
        int compared = 0;
        foreach ((string detector, JsonNode? rows) in peers[stream]!["skmultiflow_0_5_reference_detections"]!.AsObject())
        {
            // ADWIN's indices differ between versions of the same library.
            if (detector != "ADWIN")
            {
                int[] own = [.. alarms.Where(alarm => alarm["detector"]!.GetValue<string>() == detector).Select(alarm => alarm["row"]!.GetValue<int>())];
                Assert.That(own, Is.EqualTo(rows!.AsArray().Select(row => row!.GetValue<int>())), detector);
                compared++;
            }
        }

        Assert.That(compared, Is.GreaterThan(2));
    }

    [Test]
    [Category("SharedData")]
    public void Classification_sharedSetsWithNothingExpected_equalTheExpected()
    {
        string file = SharedData.File("conformance/stats/classification_metrics.json");
        string scored = Path.GetDirectoryName(SharedData.File("fairness/scored_adult.csv"))!;
        JsonObject expected = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        JsonObject computed = JsonNode.Parse(string.Concat(Run("classification", Write(Blank(expected)), "--data", scored)))!.AsObject();
        int compared = 0;
        foreach ((string name, JsonNode? set) in expected)
        {
            foreach ((string key, JsonNode? value) in set!.AsObject().Where(member => member.Key != "file"))
            {
                double number = value!.GetValue<double>();
                Assert.That(computed[name]![key]!.GetValue<double>(), Is.EqualTo(number).Within(1e-9 * Math.Abs(number)), $"{name}.{key}");
                compared++;
            }
        }

        Assert.That(compared, Is.GreaterThan(10));
    }

    [TestCase("detectors", """{"streams": {"s": {"file": "s.txt"}}, "cases": [{"detector": "DDM", "stream": "s", "expected_drift_indices": EXPECTED}]}""")]
    [TestCase("classification", """{"set": {"file": "s.csv", "roc_auc": EXPECTED, "mcc": EXPECTED}}""")]
    public void Run_whateverIsExpected_givesTheSame(string verb, string text)
    {
        File.WriteAllText(Path.Combine(_folder, "s.txt"), string.Concat(Enumerable.Range(0, 700).Select(i => i < 500 ? "0\n" : "1\n")));
        File.WriteAllText(Path.Combine(_folder, "s.csv"), "y,score,pred\n1,0.9,1\n0,0.2,0\n1,0.4,0\n0,0.6,1\n0,0.1,0\n");
        string[] results = [.. new[] { "null", "[1, 2]", "\"none\"", "{}", "-1e300" }.Select(expected => string.Concat(Run(verb, Write(text.Replace("EXPECTED", expected)))))];
        Assert.That(results, Is.All.EqualTo(results[0]));
        Assert.That(results[0], Does.Not.Contain("null"));
    }

    private static string Blank(JsonObject sets)
    {
        JsonObject blank = sets.DeepClone().AsObject();
        foreach (JsonObject set in blank.Select(member => member.Value!.AsObject()))
        {
            foreach (string key in set.Select(member => member.Key).Where(key => key != "file").ToArray())
            {
                set[key] = null;
            }
        }

        return blank.ToJsonString();
    }

    private string Write(string text)
    {
        string path = Path.Combine(_folder, "file.json");
        File.WriteAllText(path, text);
        return path;
    }

    private string[] Run(string verb, string file, params string[] options)
    {
        string output = Path.Combine(_folder, "out");
        using StringWriter errors = new();
        Assert.That(VerbRunner.Run([verb, file, "--out", output, .. options], VerbList.All, TextWriter.Null, errors), Is.Zero, errors.ToString());
        return File.ReadAllLines(output);
    }
}
