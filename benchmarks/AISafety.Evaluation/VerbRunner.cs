using System.Text.Json;

namespace AISafety.Evaluation;

/// <summary>Finds the verb, runs it, and turns what goes wrong into an exit status.</summary>
internal static class VerbRunner
{
    public static int Run(string[] args, IReadOnlyList<IVerb> verbs, TextWriter console, TextWriter errors)
    {
        if (args is [] or ["--help"] or ["-h"])
        {
            Help(verbs, console);
            return args.Length > 0 ? 0 : 2;
        }

        IVerb? verb = verbs.FirstOrDefault(one => one.Name == args[0]);
        if (verb is null)
        {
            errors.WriteLine($"There is no verb '{args[0]}'. There are: {string.Join(", ", verbs.Select(one => one.Name))}.");
            return 2;
        }

        string file = args[0];
        try
        {
            VerbArguments arguments = VerbArguments.Parse(args.AsSpan(1));
            file = arguments.FileOrNone ?? file;
            verb.Run(arguments, new(arguments.Option("out"), console));
            return 0;
        }
        catch (Exception exception) when (exception is BadFileException or JsonException or FileNotFoundException or DirectoryNotFoundException or SafetyBuildException)
        {
            errors.WriteLine($"{file}: {exception.Message}");
            return 2;
        }
        catch (Exception exception)
        {
            errors.WriteLine(exception);
            return 1;
        }
    }

    private static void Help(IReadOnlyList<IVerb> verbs, TextWriter console)
    {
        console.WriteLine("VERB FILE [--data DIR] [--out OUT] [options]");
        foreach (IVerb verb in verbs)
        {
            console.WriteLine($"  {verb.Name,-16} {verb.Help}");
        }
    }
}
