namespace AISafety.Evaluation;

/// <summary>What follows the verb on the command line: a file, and options that take a value each, or none.</summary>
internal sealed class VerbArguments
{
    private readonly Dictionary<string, string> _options;
    private readonly string? _file;

    private VerbArguments(string? file, Dictionary<string, string> options)
    {
        _file = file;
        _options = options;
    }

    /// <summary>The file to work on.</summary>
    /// <exception cref="BadFileException">There is none, and the verb needs one.</exception>
    public string File => _file ?? throw new BadFileException("The file is missing.");

    /// <summary>The file's name for messages; the verb's where it needs no file.</summary>
    public string? FileOrNone => _file;

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

        return new(file, options);
    }
}
