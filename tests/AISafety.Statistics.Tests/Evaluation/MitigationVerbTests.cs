using System.Text.Json.Nodes;
using AISafety.Evaluation;
using AISafety.Evaluation.Mitigation;

namespace AISafety.Statistics.Tests;

/// <summary>Mitigation on real rows, in small; the full report is made by the verb.</summary>
public sealed class MitigationVerbTests
{
    [Test]
    [Category("SharedData")]
    public void Adult_thresholds_close_the_difference_that_they_were_fitted_for()
    {
        PersonRows rows = PersonRows.Read(SharedData.File("fairness/adult.mlnet.txt"), "sex");
        Dictionary<string, FairnessMetrics> ways = new MitigationSplit(rows, 100).Run().ToDictionary(way => way.Way, way => way.Metrics);
        Assert.That(ways["none"].Overall.Accuracy.Value, Is.GreaterThan(0.84));
        Assert.That(ways["none"].DemographicParity.Difference.Value, Is.GreaterThan(0.1));
        FairnessMetrics parity = ways["thresholds, DemographicParity, Accuracy"];
        Assert.That(parity.DemographicParity.Difference.Value, Is.LessThan(0.04));
        Assert.That(parity.Overall.Accuracy.Value, Is.GreaterThan(ways["none"].Overall.Accuracy.Value - 0.03));
        Assert.That(ways["thresholds, EqualizedOdds, Accuracy"].EqualizedOdds.Difference.Value, Is.LessThan(0.09));
    }

    [Test]
    public void Verb_writes_a_line_for_each_way()
    {
        string folder = Directory.CreateTempSubdirectory("verbs").FullName;
        try
        {
            Random random = new(1);
            string file = Path.Combine(folder, "rows.csv");
            File.WriteAllLines(file, ["age, job, sex, label", .. Enumerable.Range(0, 800).Select(i => (Sex: i % 2, Age: 20 + random.Next(50), Job: random.Next(3)))
                .Select(row => FormattableString.Invariant($"{row.Age}, {"xyz"[row.Job]}, {"FM"[row.Sex]}, {(random.Next(100) < row.Age + 20 * row.Sex ? 1 : 0)}"))]);
            string output = Path.Combine(folder, "out");
            using StringWriter errors = new();
            Assert.That(VerbRunner.Run(["mitigation", file, "--out", output, "--splits", "2"], VerbList.All, TextWriter.Null, errors), Is.Zero, errors.ToString());
            JsonNode[] lines = [.. File.ReadAllLines(output).Select(line => JsonNode.Parse(line)!)];
            Assert.That(lines.Select(line => line["way"]!.GetValue<string>()), Does.Contain("none").And.Contain("reweighing").And.Contain("correlation remover"));
            Assert.That(lines, Has.Length.EqualTo(13));
            Assert.That(lines[0]["accuracyLost"]!.GetValue<double>(), Is.Zero);
            Assert.That(VerbRunner.Run(["mitigation", file, "--group", "race"], VerbList.All, TextWriter.Null, errors), Is.EqualTo(2));
            File.AppendAllText(file, "1, x, F, 2\n");
            Assert.That(VerbRunner.Run(["mitigation", file], VerbList.All, TextWriter.Null, errors), Is.EqualTo(2));
            Assert.That(errors.ToString(), Does.Contain("line 802"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
