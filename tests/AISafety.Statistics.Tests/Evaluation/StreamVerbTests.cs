using System.Text.Json.Nodes;
using AISafety.Evaluation;

namespace AISafety.Statistics.Tests;

/// <summary>The evaluation program's verbs for detectors, error streams and classification, by the files that they read and write.</summary>
public sealed class StreamVerbTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("verbs").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Detectors_cases_are_answered_from_the_stream_alone()
    {
        // Five hundred right answers, then only wrong ones.
        double[] stream = [.. Enumerable.Repeat(0.0, 500), .. Enumerable.Repeat(1.0, 200)];
        Write("stream.txt", string.Join('\n', stream));
        string file = Write("cases.json", """
            {"streams": {"s": {"file": "stream.txt"}}, "cases": [
              {"detector": "DDM", "stream": "s", "expected_drift_indices": [1, 2, 3]},
              {"detector": "PageHinkley", "stream": "s", "parameters": {"threshold": 20}, "expected_drift_indices": null},
              {"detector": "Unheard", "stream": "s", "expected_drift_indices": [7]}]}
            """);

        (int status, JsonNode[] lines, string errors) = Run("detectors", file);

        Assert.That(status, Is.Zero, errors);
        JsonArray cases = lines[0]["cases"]!.AsArray();
        Assert.That(Indices(cases[0]!), Is.EqualTo(Drifts(new Ddm(), stream)).And.Not.Empty);
        Assert.That(Indices(cases[1]!), Is.EqualTo(Drifts(new PageHinkley(threshold: 20), stream)).And.Not.Empty);
        Assert.That(cases[2]!["expected_drift_indices"], Is.Null);
    }

    [TestCase("""{"cases": []}""", "streams")]
    [TestCase("""{"streams": {}, "cases": [{"detector": "DDM", "stream": "s"}]}""", "streams.s.file")]
    [TestCase("""{"streams": {"s": {"file": "stream.txt"}}, "cases": [{"stream": "s"}]}""", "cases[0].detector")]
    [TestCase("""{"streams": {"s": {"file": "stream.txt"}}, "cases": [{"detector": "DDM", "stream": "s", "parameters": {"speed": 1}}]}""", "speed")]
    [TestCase("""{"streams": {"s": {"file": "stream.txt"}}, "cases": [{"detector": "ADWIN", "stream": "s", "parameters": {"delta": 2}}]}""", "ADWIN")]
    [TestCase("""{"streams": {"s": {"file": "bad.txt"}}, "cases": [{"detector": "DDM", "stream": "s"}]}""", "bad.txt, line 2")]
    [TestCase("[]", "object")]
    [TestCase("{", "")]
    public void Detectors_bad_file_is_named(string text, string named)
    {
        Write("stream.txt", "0\n1\n");
        Write("bad.txt", "0\nzero\n");
        (int status, _, string errors) = Run("detectors", Write("cases.json", text));

        Assert.That((status, errors.Length > 0), Is.EqualTo((2, true)));
        Assert.That(errors, Does.Contain(named));
    }

    [Test]
    public void ErrorStream_every_alarm_has_its_line()
    {
        string text = new string('0', 500) + "\n" + new string('1', 200);
        (int status, JsonNode[] lines, string errors) = Run("error-stream", Write("errors.txt", text));

        Assert.That(status, Is.Zero, errors);
        int[] ddm = [.. lines.Where(line => line["detector"]!.GetValue<string>() == "DDM").Select(line => line["row"]!.GetValue<int>())];
        Assert.That(ddm, Is.EqualTo(Drifts(new Ddm(), [.. text.Where(char.IsAsciiDigit).Select(digit => (double)(digit - '0'))])));
        Assert.That(lines.Select(line => line["detector"]!.GetValue<string>()).Distinct(), Has.Exactly(1).EqualTo("ADWIN").And.Exactly(1).EqualTo("HDDM_A"));
        Assert.That(lines.Select(line => line["row"]!.GetValue<int>()), Has.All.InRange(500, 699));
    }

    [Test]
    public void ErrorStream_bad_character_is_named()
    {
        (int status, _, string errors) = Run("error-stream", Write("errors.txt", "0102"));
        Assert.That(status, Is.EqualTo(2));
        Assert.That(errors, Does.Contain("Character 4"));
    }

    [Test]
    public void Classification_quantities_are_those_of_the_rows()
    {
        Write("rows.csv", "y,score,pred,sex\n1,0.9,1,a\n0,0.2,0,b\n1,0.4,0,a\n0,0.6,1,b\n");
        (int status, JsonNode[] lines, string errors) = Run("classification", Write("sets.json", """{"set": {"file": "rows.csv", "roc_auc": 9, "f1": null, "brier": 1, "unheard": 3}}"""));

        Assert.That(status, Is.Zero, errors);
        JsonNode set = lines[0]["set"]!;
        Assert.That(set["roc_auc"]!.GetValue<double>(), Is.EqualTo(0.75));
        Assert.That(set["f1"]!.GetValue<double>(), Is.EqualTo(0.5));
        Assert.That(set["brier"]!.GetValue<double>(), Is.EqualTo((0.01 + 0.04 + 0.36 + 0.36) / 4).Within(1e-15));
        Assert.That(set["unheard"], Is.Null);
    }

    [TestCase("""{"set": {"roc_auc": 1}}""", "set.file")]
    [TestCase("""{"set": {"file": "bad.csv", "roc_auc": 1}}""", "bad.csv")]
    [TestCase("[1]", "object")]
    public void Classification_bad_file_is_named(string text, string named)
    {
        Write("bad.csv", "y,score,pred\n1,often,1\n");
        (int status, _, string errors) = Run("classification", Write("sets.json", text));

        Assert.That(status, Is.EqualTo(2), errors);
        Assert.That(errors, Does.Contain(named));
    }

    [Test]
    [Category("SharedData")]
    public void Detectors_shared_cases_fire_after_the_change_at_the_peers_indices()
    {
        string file = SharedData.File("conformance/drift/cases.json");
        (int status, JsonNode[] lines, string errors) = Run("detectors", file);

        Assert.That(status, Is.Zero, errors);
        JsonArray expected = JsonNode.Parse(File.ReadAllText(file))!["cases"]!.AsArray();
        JsonArray actual = lines[0]["cases"]!.AsArray();
        int compared = 0;
        foreach ((JsonNode? peer, JsonNode? own) in expected.Zip(actual))
        {
            // ADWIN's indices differ between versions of the same library, and KSWIN's are random.
            if (peer!["detector"]!.GetValue<string>() is not ("ADWIN" or "KSWIN"))
            {
                Assert.That(Indices(own!), Is.EqualTo(Indices(peer)), peer.ToJsonString());
                compared++;
            }
        }

        Assert.That(compared, Is.GreaterThan(3));
    }

    private static int[] Indices(JsonNode test) => [.. test["expected_drift_indices"]!.AsArray().Select(index => index!.GetValue<int>())];

    private static int[] Drifts(DriftDetector detector, double[] stream) =>
        [.. Enumerable.Range(0, stream.Length).Where(i => detector.Update(stream[i]) == DriftState.Drift)];

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    // A tree is one node; lines are as many as there are.
    private (int Status, JsonNode[] Nodes, string Errors) Run(string verb, string file)
    {
        string output = Path.Combine(_folder, "out");
        using StringWriter errors = new();
        int status = VerbRunner.Run([verb, file, "--out", output], VerbList.All, TextWriter.Null, errors);
        if (status != 0)
        {
            return (status, [], errors.ToString());
        }

        string[] lines = File.ReadAllLines(output);
        return (status, verb == "error-stream" ? [.. lines.Select(line => JsonNode.Parse(line)!)] : [JsonNode.Parse(string.Concat(lines))!], "");
    }
}
