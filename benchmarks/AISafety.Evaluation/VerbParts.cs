using System.Text.Json.Nodes;

namespace AISafety.Evaluation;

/// <summary>The parts of a verb, of which <c>--part</c> chooses one.</summary>
internal static class VerbParts
{
    /// <summary>Runs the part that is asked for, or all of them in their order.</summary>
    /// <exception cref="BadFileException">There is no such part.</exception>
    public static void Run(VerbArguments arguments, VerbOutput output, (string Name, Func<IEnumerable<JsonNode>> Run)[] parts)
    {
        string? part = arguments.Option("part");
        if (part is not null && !parts.Any(one => one.Name == part))
        {
            throw new BadFileException($"--part is '{part}'; expected one of {string.Join(", ", parts.Select(static one => one.Name))}.");
        }

        output.WriteLines(parts.Where(one => part is null || one.Name == part).SelectMany(static one => one.Run()));
    }
}
