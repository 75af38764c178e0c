using System.Globalization;
using AISafety.Evaluation.Robustness;

namespace AISafety.Evaluation.Verbs;

/// <summary><c>robustness</c>: what detectors and certificates are worth under attack, on the committed digits and on MNIST where it is there.</summary>
internal sealed class RobustnessVerb : IVerb
{
    public string Name => "robustness";

    public string Help => "no file; --part detectors|linear|smoothing (default all); --data ../shared/data; --set digits|mnist (default both); --seed 0; --runs 10000";

    public void Run(VerbArguments arguments, VerbOutput output)
    {
        int seed = Number(arguments, "seed", "0");
        int runs = Number(arguments, "runs", "10000");
        string? set = arguments.Option("set");
        ImageSet digits = ImageSet.Digits();
        ImageSet? mnist = set == "digits" ? null : ImageSet.Mnist(arguments.Option("data") ?? "../shared/data");
        VerbParts.Run(arguments, output,
        [
            ("linear", () => SmoothingTrial.Linear(runs, seed)),
            ("detectors", () => (set == "mnist" ? [] : DetectorTrial.All(digits, [0.03f, 0.1f, 0.2f, 0.3f], seed)).Concat(mnist is null ? [] : DetectorTrial.All(mnist, [0.03f, 0.1f, 0.2f], seed))),
            ("smoothing", () => SmoothingTrial.Certified(mnist ?? digits, 0.25, seed)),
        ]);
    }

    private static int Number(VerbArguments arguments, string name, string without) =>
        int.TryParse(arguments.Option(name) ?? without, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value
            : throw new BadFileException($"--{name} is '{arguments.Option(name)}'; expected a whole number.");
}
