using System.Text.Json.Nodes;
using AISafety.Statistics;

namespace AISafety.Evaluation.Verbs;

/// <summary><c>error-stream</c>: where each detector, with its defaults, reports drift in a classifier's errors.</summary>
internal sealed class ErrorStreamVerb : IVerb
{
    public string Name => "error-stream";

    public string Help => "FILE of one character per answer, 1 = wrong: a line for every alarm of every detector.";

    public void Run(VerbArguments arguments, VerbOutput output)
    {
        double[] values = NumberStream.Characters(arguments.File);
        output.WriteLines(NamedDetectors.OfErrors.SelectMany(name => Alarms(name, values)));
    }

    private static IEnumerable<JsonNode> Alarms(string name, double[] values)
    {
        DriftDetector detector = NamedDetectors.Create(name, null)!;
        for (int row = 0; row < values.Length; row++)
        {
            if (detector.Update(values[row]) == DriftState.Drift)
            {
                yield return new JsonObject { ["detector"] = name, ["row"] = row };
            }
        }
    }
}
