using System.Globalization;

namespace AISafety.Peers;

/// <summary>The command line.</summary>
internal sealed record RunOptions
{
    private const int LeastRounds = 9;
    private const int QuickRounds = 3;

    public const string Help = """
        benchmarks/peers/run [options]: times the same work in this library and in its peers, and prints a table in Markdown.
          --only WORD    only operations whose name has the word; again for more words
          --rounds N     how many rounds; 9 or more, 9 without this
          --out FILE     writes the table there, too
          --core N       the core to measure on; without this, the one that the program starts on
          --quick        small inputs and 3 rounds: shows that all works, measures nothing
          --avx2         256-bit vectors at most, for this library and its peers
          --list         names the operations
        """;

    public required string Python { get; init; }

    public required string Script { get; init; }

    public List<string> Only { get; } = [];

    public int Rounds { get; private set; } = LeastRounds;

    public string? Out { get; private set; }

    public int? Core { get; private set; }

    public bool Quick { get; private set; }

    public bool List { get; private set; }

    public bool Wants(string name) => Only.Count == 0 || Only.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="FormatException">An option is unknown, lacks its value, or has one out of range.</exception>
    public static RunOptions Parse(string python, string script, IReadOnlyList<string> words)
    {
        RunOptions options = new() { Python = python, Script = script };
        bool asked = false;
        for (int i = 0; i < words.Count; i++)
        {
            string Value() => ++i < words.Count ? words[i] : throw new FormatException($"{words[i - 1]} needs a value.");

            switch (words[i])
            {
                case "--only":
                    options.Only.Add(Value());
                    break;
                case "--rounds":
                    options.Rounds = Whole(Value(), LeastRounds);
                    asked = true;
                    break;
                case "--out":
                    options.Out = Value();
                    break;
                case "--core":
                    options.Core = Whole(Value(), 0);
                    break;
                case "--quick":
                    options.Quick = true;
                    break;
                case "--list":
                    options.List = true;
                    break;
                default:
                    throw new FormatException($"There is no option {words[i]}.");
            }
        }

        options.Rounds = options.Quick && !asked ? QuickRounds : options.Rounds;
        return options;
    }

    private static int Whole(string word, int least) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw new FormatException($"Expected a whole number of {least} or more, not '{word}'.");
}
