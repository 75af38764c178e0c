using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AISafety.Evaluation.Rollout;

namespace AISafety.Evaluation.Verbs;

/// <summary><c>rollout</c>: how often canaries err, how soon they find what is worse, whether keys keep their arm.</summary>
internal sealed class RolloutVerb : IVerb
{
    public string Name => "rollout";

    public string Help => "no file; --runs 2000; --part equal|worse|delay|sticky|faults|cost (default all); --keys 1000000; --calls 1000000; --budget 2 (seconds a call); --seed 0";

    public void Run(VerbArguments arguments, VerbOutput output)
    {
        int runs = Number(arguments, "runs", 2_000);
        int seed = Number(arguments, "seed", 0);
        int calls = Number(arguments, "calls", 1_000_000);
        int budget = Math.Max(1, Number(arguments, "budget", 2));
        int keys = Number(arguments, "keys", 1_000_000);
        VerbParts.Run(arguments, output,
        [
            ("sticky", () => GateTrial.Sticky(keys)),
            ("delay", () => GateTrial.Delay(runs, seed)),
            ("worse", () => GateTrial.Worse(runs, seed)),
            ("equal", () => GateTrial.Equal(runs, seed)),
            ("faults", () => FaultTrial.RunAsync(calls, seed, budget: TimeSpan.FromSeconds(budget)).GetAwaiter().GetResult()),
            ("cost", Cost),
        ]);
    }

    private static IEnumerable<JsonNode> Cost()
    {
        foreach (AdmissionCostRow row in AdmissionCost.MeasureAsync().GetAwaiter().GetResult())
        {
            yield return Table("cost of admission", JsonSerializer.SerializeToNode(row)!.AsObject());
        }

        foreach (BreakerCost.Row row in BreakerCost.MeasureAsync().GetAwaiter().GetResult())
        {
            yield return Table("cost of the circuit breaker", JsonSerializer.SerializeToNode(row)!.AsObject());
        }
    }

    private static JsonObject Table(string name, JsonObject row)
    {
        row.Insert(0, "table", name);
        return row;
    }

    private static int Number(VerbArguments arguments, string name, int without) =>
        arguments.Option(name) is not { } text ? without
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= 0 ? value
        : throw new BadFileException($"--{name}: '{text}' is no whole number.");
}
