using System.Globalization;
using System.Text.Json.Nodes;
using AISafety.Evaluation.Selective;

namespace AISafety.Evaluation.Verbs;

/// <summary><c>selective</c>: selective prediction at several rates of errors, over random splits, beside a fixed threshold.</summary>
internal sealed class SelectiveVerb : IVerb
{
    private const double FixedThreshold = 0.7;

    public string Name => "selective";

    public string Help => "CSV of y, score, pred, or (--features) of features and class; --splits 200; --rates 0.01,0.02,0.05,0.1; --delta 0.1; --seed 0";

    public void Run(VerbArguments arguments, VerbOutput output)
    {
        int seed = (int)Number(arguments, "seed", 0);
        int splits = (int)Number(arguments, "splits", 200);
        double delta = Number(arguments, "delta", 0.1);
        JudgedRows rows = arguments.Has("features") ? JudgedRows.OfFeatures(arguments.File, seed) : JudgedRows.OfScored(arguments.File);
        double[] rates = [.. (arguments.Option("rates") ?? "0.01,0.02,0.05,0.1").Split(',').Select(text => Parse(text, "rates"))];
        List<JsonNode> lines = [];
        foreach (double rate in rates)
        {
            lines.Add(Line("all calls", rate, SelectiveTrial.AllCalls(rows, rate, splits, seed)));
            lines.Add(Line("answered calls", rate, SelectiveTrial.AnsweredCalls(rows, rate, delta, splits, seed)));
        }

        lines.Add(Line("fixed 0.7", null, SelectiveTrial.Fixed(rows, FixedThreshold, 1, splits, seed)));
        string name = Path.GetFileName(arguments.File);
        double accuracy = rows.Correct.Count(correct => correct) / (double)rows.Correct.Length;
        output.WriteLines(lines.Select(line =>
        {
            line["file"] = name;
            line["rows"] = rows.Correct.Length;
            line["accuracy"] = accuracy;
            return line;
        }));
    }

    // JSON has no NaN: of nothing answered there is no share.
    private static JsonObject Line(string guarantee, double? rate, SelectiveTrial trial) => new()
    {
        ["guarantee"] = guarantee,
        ["rate"] = rate,
        ["coverage"] = trial.Coverage,
        ["wrongOfAll"] = trial.WrongOfAll,
        ["wrongOfAllStandardError"] = trial.WrongOfAllError,
        ["wrongOfAnswered"] = double.IsNaN(trial.WrongOfAnswered) ? null : trial.WrongOfAnswered,
        ["splitsAboveRate"] = rate is null ? null : trial.Exceeded,
    };

    private static double Number(VerbArguments arguments, string name, double without) => arguments.Option(name) is { } text ? Parse(text, name) : without;

    private static double Parse(string text, string name) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        ? value
        : throw new BadFileException($"--{name}: '{text}' is no number.");
}
