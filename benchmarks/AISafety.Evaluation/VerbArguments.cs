namespace AISafety.Evaluation;

/// <summary>What follows the verb on the command line: a file, and options that take a value each, or none.</summary>
internal sealed class VerbArguments
{
    private readonly Dictionary<string, string> _options;

    private VerbArguments(string file, Dictionary<string, string> options)
    {
        File = file;
        _options = options;
    }

    /// <summary>The file to work on.</summary>
    public string File { get; }

    public string? Option(string name) => _options.GetValueOrDefault(name);

    public bool Has(string name) => _options.ContainsKey(name);

    public string Required(string name) => Option(name) ?? throw new BadFileException($"The option --{name} is missing.");

    public static VerbArguments Parse(ReadOnlySpan<string> words)
    {
        string? file = null;
        Dictionary<string, string> options = new(StringComparer.Ordinal);
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i].StartsWith("--", StringComparison.Ordinal))
            {
                bool hasValue = i + 1 < words.Length && !words[i + 1].StartsWith("--", StringComparison.Ordinal);
                options[words[i][2..]] = hasValue ? words[++i] : "";
            }
            else
            {
                file = file is null ? words[i] : throw new BadFileException($"'{words[i]}' is one file too many: there is '{file}' already.");
            }
        }

        return new(file ?? throw new BadFileException("The file is missing."), options);
    }
}
