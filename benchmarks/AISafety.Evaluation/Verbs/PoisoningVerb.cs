using System.Globalization;
using System.Text.Json.Nodes;
using AISafety.Evaluation.Poisoning;

namespace AISafety.Evaluation.Verbs;

/// <summary><c>poisoning</c>: what the audits of training data find of flipped labels and of a backdoor.</summary>
internal sealed class PoisoningVerb : IVerb
{
    public string Name => "poisoning";

    public string Help => "--images IDX.gz --labels IDX.gz (0 to 9): trains on poisoned images and audits them; --training 4000; --rates 0.01,0.05,0.1; --seeds 3";

    public void Run(VerbArguments arguments, VerbOutput output)
    {
        IdxImages data = IdxImages.Read(arguments.Required("images"), arguments.Required("labels"));
        int rows = Whole(arguments, "training", 4000);
        int seeds = Whole(arguments, "seeds", 3);
        if (rows >= data.Images.Length || data.Classes.Any(static label => label >= Attack.ClassCount))
        {
            throw new BadFileException($"--training: {rows} of {data.Images.Length} images; expected fewer, so that some are held out, and labels from 0 to 9.");
        }

        IdxImages training = data with { Images = data.Images[..rows], Classes = data.Classes[..rows] };
        IdxImages heldOut = data with { Images = data.Images[rows..], Classes = data.Classes[rows..] };
        double[] rates = [.. (arguments.Option("rates") ?? "0.01,0.05,0.1").Split(',').Select(static text => Share(text))];
        bool[] kinds = [false, true];
        output.WriteLines(kinds.SelectMany(backdoor => rates.SelectMany(rate => Lines(training, heldOut, rate, backdoor, seeds))));
    }

    private static IEnumerable<JsonNode> Lines(IdxImages training, IdxImages heldOut, double rate, bool backdoor, int seeds)
    {
        List<(PoisoningTrial Trial, List<(string Method, Detection Detection)> Audits)> trials = [];
        for (int seed = 0; seed < seeds; seed++)
        {
            PoisoningTrial trial = PoisoningTrial.Run(training, heldOut, rate, backdoor, seed);
            trials.Add((trial, [.. trial.Audit()]));
        }

        for (int i = 0; i < trials[0].Audits.Count; i++)
        {
            Detection[] detections = [.. trials.Select(trial => trial.Audits[i].Detection)];
            int flagged = detections.Sum(static detection => detection.Flagged);
            yield return new JsonObject
            {
                ["attack"] = backdoor ? "backdoor" : "flipped labels",
                ["rate"] = rate,
                ["method"] = trials[0].Audits[i].Method,
                ["poisoned"] = detections.Average(static detection => detection.Poisoned),
                ["foundAtFivePercent"] = detections.Average(static detection => detection.FoundAtFivePercent),
                ["foundAtFivePercentLeast"] = detections.Min(static detection => detection.FoundAtFivePercent),
                ["foundAtFivePercentMost"] = detections.Max(static detection => detection.FoundAtFivePercent),
                ["area"] = detections.Average(static detection => detection.Area),
                ["flagged"] = (double)flagged / seeds,
                ["precision"] = flagged == 0 ? null : (double)detections.Sum(static detection => detection.Right) / flagged,
                ["recall"] = (double)detections.Sum(static detection => detection.Right) / detections.Sum(static detection => detection.Poisoned),
                ["modelAccuracy"] = trials.Average(static trial => trial.Trial.Accuracy),
                ["triggerSuccess"] = trials.Average(static trial => trial.Trial.TriggerSuccess),
            };
        }
    }

    private static int Whole(VerbArguments arguments, string name, int without) =>
        arguments.Option(name) is not { } text ? without
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0 ? value
        : throw new BadFileException($"--{name}: '{text}' is not a whole number of at least 1.");

    private static double Share(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is > 0 and <= 0.5
            ? value
            : throw new BadFileException($"--rates: '{text}' is not a number of more than 0 and at most 0.5.");
}
