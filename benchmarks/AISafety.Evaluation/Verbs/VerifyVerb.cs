using System.Globalization;
using System.Text.Json.Nodes;
using AISafety.Evaluation.Robustness;
using AISafety.Robustness;

namespace AISafety.Evaluation.Verbs;

/// <summary><c>verify</c>: proves or refutes properties of networks.</summary>
internal sealed class VerifyVerb : IVerb
{
    public string Name => "verify";

    public string Help => "--onnx NET --property P.vnnlib [--timeout S], or a CSV of instances (onnx,vnnlib,timeout_s; paths from --data, else from the file): a verdict each.";

    public void Run(VerbArguments arguments, VerbOutput output)
    {
        if (arguments.FileOrNone is null)
        {
            output.WriteLines([Verify(arguments.Required("onnx"), arguments.Required("property"), Seconds(arguments.Option("timeout") ?? "60", 0))]);
            return;
        }

        string folder = arguments.Option("data") ?? Path.GetDirectoryName(Path.GetFullPath(arguments.File))!;
        List<(string Onnx, string Property, double Seconds)> instances = [.. Instances(arguments, folder)];
        output.WriteLines(instances.Select(instance => Verify(instance.Onnx, instance.Property, instance.Seconds)));
    }

    private static IEnumerable<(string Onnx, string Property, double Seconds)> Instances(VerbArguments arguments, string folder)
    {
        string[] lines = File.ReadAllLines(arguments.File);
        string[] header = lines.Length > 0 ? CsvLine.Split(lines[0]) ?? [] : [];
        (int onnx, int property, int seconds) = (Array.IndexOf(header, "onnx"), Array.IndexOf(header, "vnnlib"), Array.IndexOf(header, "timeout_s"));
        bool hasHeader = onnx >= 0 && property >= 0 && seconds >= 0;
        (onnx, property, seconds) = hasHeader ? (onnx, property, seconds) : (0, 1, 2);
        for (int line = hasHeader ? 1 : 0; line < lines.Length; line++)
        {
            if (lines[line].Length == 0)
            {
                continue;
            }

            string[] cells = CsvLine.Split(lines[line]) ?? [];
            if (cells.Length <= Math.Max(onnx, Math.Max(property, seconds)))
            {
                throw new BadFileException($"Line {line + 1} has {cells.Length} cells; expected onnx, vnnlib and timeout_s.");
            }

            string model = Find(cells[onnx], line, folder);
            yield return (model, Find(cells[property], line, folder, Path.GetDirectoryName(model)!), Seconds(cells[seconds], line + 1));
        }
    }

    // In one of the folders; else the only file of that name below the first: lists of instances often name files alone.
    private static string Find(string name, int line, params string[] folders)
    {
        string? there = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (there is not null)
        {
            return there;
        }

        string[] below = [.. Directory.EnumerateFiles(folders[0], "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) == name).Take(2)];
        return below.Length == 1 ? below[0] : throw new BadFileException($"Line {line + 1}: there is {(below.Length == 0 ? "no file" : "more than one file")} '{name}'.");
    }

    private static double Seconds(string text, int line) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0 && seconds < 1e6 ? seconds
            : throw new BadFileException($"{(line > 0 ? $"Line {line}: " : "")}the timeout is '{text}'; expected seconds, more than 0.");

    private static JsonObject Verify(string onnx, string property, double seconds)
    {
        try
        {
            OnnxGraph graph = OnnxGraph.Load(onnx);
            using RuntimeModel runtime = new(onnx);
            VerificationResult result = Verifier.Verify(
                graph, VnnLibProperty.Load(property), new VerificationOptions { Timeout = TimeSpan.FromSeconds(seconds) }, runtime.Answer);
            return new JsonObject
            {
                ["onnx"] = Path.GetFileName(onnx),
                ["property"] = Path.GetFileName(property),
                ["verdict"] = result.Verdict.ToString().ToLowerInvariant(),
                ["seconds"] = Math.Round(result.Elapsed.TotalSeconds, 3),
                ["counterexample"] = result.Verdict == VerificationVerdict.Violated ? new JsonArray([.. result.Counterexample.Select(static value => JsonValue.Create(value))]) : null,
                ["bound"] = double.IsFinite(result.Bound) ? result.Bound : null,
                ["branches"] = result.Branches,
            };
        }
        catch (Exception fault) when (fault is OnnxGraphException or VnnLibException or ArgumentException)
        {
            throw new BadFileException($"{Path.GetFileName(onnx)}, {Path.GetFileName(property)}: {fault.Message}");
        }
    }
}
