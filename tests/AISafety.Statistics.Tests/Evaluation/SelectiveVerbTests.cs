using System.Text.Json.Nodes;
using AISafety.Evaluation;
using AISafety.Evaluation.Selective;

namespace AISafety.Statistics.Tests;

/// <summary>Selective prediction on real rows, in small; the full report is made by the verb.</summary>
public sealed class SelectiveVerbTests
{
    private const int Splits = 60;

    private static readonly Lazy<JudgedRows> _breastCancer = new(() => JudgedRows.OfFeatures(Find("uci/breast_cancer.csv"), 0));

    [TestCase(0.01)]
    [TestCase(0.02)]
    [TestCase(0.05)]
    public void Breast_cancer_answered_and_wrong_is_at_most_what_was_asked_in_expectation(double rate)
    {
        SelectiveTrial trial = SelectiveTrial.AllCalls(_breastCancer.Value, rate, Splits, 1);
        Assert.That(trial.WrongOfAll, Is.LessThanOrEqualTo(rate + 4 * trial.WrongOfAllError));
        Assert.That(trial.Coverage, Is.GreaterThan(0.7));
    }

    [Test]
    public void Breast_cancer_answered_calls_keep_the_rate_in_most_splits()
    {
        // A test half of 190 rows scatters by itself about a rate that is kept.
        SelectiveTrial trial = SelectiveTrial.AnsweredCalls(_breastCancer.Value, 0.05, 0.1, Splits, 1);
        Assert.That(trial.WrongOfAnswered, Is.LessThan(0.05));
        Assert.That(trial.Exceeded, Is.LessThan(0.25));
        Assert.That(trial.Coverage, Is.GreaterThan(0.5));
    }

    [Test]
    [Category("SharedData")]
    public void Shared_scored_rows_keep_the_rate([Values("adult", "bank", "german", "law")] string set, [Values(0.01, 0.05, 0.1)] double rate)
    {
        JudgedRows rows = JudgedRows.OfScored(SharedData.File($"fairness/scored_{set}.csv"));
        SelectiveTrial trial = SelectiveTrial.AllCalls(rows, rate, 20, 2);
        Assert.That(trial.WrongOfAll, Is.LessThanOrEqualTo(rate + 4 * trial.WrongOfAllError));
    }

    [Test]
    public void Verb_writes_a_line_for_each_rate_and_guarantee_and_the_fixed_threshold()
    {
        string folder = Directory.CreateTempSubdirectory("verbs").FullName;
        try
        {
            string file = Path.Combine(folder, "scored.csv");
            File.WriteAllLines(file, ["y,score,pred", .. Enumerable.Range(0, 200).Select(i => $"{(i % 10 == 0 ? 1 : 0)},0.{i:000},0")]);
            string output = Path.Combine(folder, "out");
            using StringWriter errors = new();
            Assert.That(VerbRunner.Run(["selective", file, "--out", output, "--splits", "3", "--rates", "0.05,0.5"], VerbList.All, TextWriter.Null, errors), Is.Zero, errors.ToString());
            JsonNode[] lines = [.. File.ReadAllLines(output).Select(line => JsonNode.Parse(line)!)];
            Assert.That(lines.Select(line => line["guarantee"]!.GetValue<string>()), Is.EqualTo(["all calls", "answered calls", "all calls", "answered calls", "fixed 0.7"]));
            Assert.That(lines[2]["coverage"]!.GetValue<double>(), Is.EqualTo(1), "a tenth is wrong, and half may be");
            Assert.That(lines[4]["rate"], Is.Null);
            Assert.That(VerbRunner.Run(["selective", file, "--rates", "x"], VerbList.All, TextWriter.Null, errors), Is.EqualTo(2));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void Breast_cancer_sets_cover_as_asked_and_by_class_each_class([Values] PredictionSetKind kind)
    {
        ClassifiedRows rows = ClassifiedRows.Read(Find("uci/breast_cancer.csv"), 0);
        SetTrial together = SetTrial.Run(rows, kind, byClass: false, 0.05, Splits, 3);
        SetTrial byClass = SetTrial.Run(rows, kind, byClass: true, 0.05, Splits, 3);
        Assert.That(together.Coverage, Is.GreaterThan(0.95 - 4 * together.CoverageError));
        if (kind == PredictionSetKind.LeastAmbiguous)
        {
            Assert.That(together.Coverage, Is.LessThan(0.95 + 1 / 191.0 + 4 * together.CoverageError));
        }
        else
        {
            Assert.That(together.Size, Is.EqualTo(1), "the model is right more often than that, so that its answer alone will do");
        }

        Assert.That(byClass.WorstClass, Is.GreaterThan(0.94));
    }

    [Test]
    public void Verb_prediction_sets_writes_a_line_for_each_kind_and_coverage()
    {
        string output = Path.GetTempFileName();
        try
        {
            using StringWriter errors = new();
            Assert.That(
                VerbRunner.Run(["prediction-sets", Find("uci/breast_cancer.csv"), "--out", output, "--splits", "2", "--coverages", "0.8,0.9"], VerbList.All, TextWriter.Null, errors),
                Is.Zero,
                errors.ToString());
            JsonNode[] lines = [.. File.ReadAllLines(output).Select(line => JsonNode.Parse(line)!)];
            Assert.That(lines, Has.Length.EqualTo(8));
            Assert.That(lines.Select(line => line["coverage"]!.GetValue<double>()), Is.All.InRange(0.6, 1));
        }
        finally
        {
            File.Delete(output);
        }
    }

    [TestCase("1,2,x\n")]
    [TestCase("1,2,0\n1,0\n")]
    [TestCase("1,2,0.5\n")]
    [TestCase("2,1,a,b\n")]
    public void Labelled_rows_that_are_none_are_named(string text)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "3,2,a,b\n" + text);
            Assert.That(() => LabelledRows.Read(file), Throws.TypeOf<BadFileException>());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Find(string relative)
    {
        for (DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, relative);
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException($"{relative} is in no folder above the tests.");
    }
}
