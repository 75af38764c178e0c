using System.Globalization;
using AISafety.Evaluation.Drift;

namespace AISafety.Evaluation.Verbs;

/// <summary><c>drift</c>: false alarms, power and delays of drift detection, on simulated streams and on real ones where they are there.</summary>
internal sealed class DriftVerb : IVerb
{
    public string Name => "drift";

    public string Help => "no file; --runs 2000; --part identical|looks|power|delay|streams (default all); --data ../shared/data/drift; --seed 0; --references 1000,10000; --windows 100,200,1000,10000; --features 1,10,100";

    public void Run(VerbArguments arguments, VerbOutput output)
    {
        int runs = Numbers(arguments, "runs", "2000")[0];
        int seed = Numbers(arguments, "seed", "0")[0];
        int[] references = Numbers(arguments, "references", "1000,10000");
        int[] windows = Numbers(arguments, "windows", "100,200,1000,10000");
        int[] features = Numbers(arguments, "features", "1,10,100");
        VerbParts.Run(arguments, output,
        [
            ("streams", () => RealStreams.All(arguments.Option("data") ?? "../shared/data/drift", seed)),
            ("identical", () => IdenticalTrial.OneLook(runs, seed, references, windows, features)),
            ("looks", () => IdenticalTrial.ManyLooks(runs, seed, references, features)),
            ("power", () => PowerTrial.Marginal(runs, seed).Concat(PowerTrial.Correlation(runs, seed))),
            ("delay", () => DelayTrial.AtAnyTime(runs, seed).Concat(DelayTrial.Late(runs, seed))),
        ]);
    }

    private static int[] Numbers(VerbArguments arguments, string name, string without) =>
        [.. (arguments.Option(name) ?? without).Split(',').Select(text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= 0
            ? value
            : throw new BadFileException($"--{name}: '{text}' is no whole number."))];
}
