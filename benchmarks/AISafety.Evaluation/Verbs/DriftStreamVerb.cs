using System.Globalization;
using System.Text.Json.Nodes;
using AISafety.Evaluation.Drift;

namespace AISafety.Evaluation.Verbs;

/// <summary><c>drift-stream</c>: watches the rows of a file, one after the other, and writes the alarms.</summary>
internal sealed class DriftStreamVerb : IVerb
{
    private const int ReferenceRows = 1_000;

    public string Name => "drift-stream";

    public string Help => "numbers, CSV or blank-separated [--header]; --reference 1000 rows; --guarantee arl|lifetime|per-look; --arl N; --alpha A; --window N; --stride N; --seed 0: a line for every alarm; rows count from 0 at the file's first.";

    public void Run(VerbArguments arguments, VerbOutput output)
    {
        NumberTable table = NumberTable.Read(arguments.File, arguments.Has("header"));
        int reference = (int)Number(arguments, "reference", Math.Min(ReferenceRows, Math.Max(1, table.RowCount / 2)));
        if (reference < 2 || reference >= table.RowCount)
        {
            throw new BadFileException($"--reference is {reference}; expected 2 to {table.RowCount - 1}, for the file has {table.RowCount} rows.");
        }

        DriftOptions options = Options(arguments);
        ReferenceProfile profile = ReferenceProfile.FitRows(table.Schema(reference), table.Cells.AsSpan(0, reference * table.Names.Length));
        DriftWatch watch = new(profile, options);
        output.WriteLines(Enumerable.Range(reference, table.RowCount - reference).SelectMany(row => watch.Observe(table.Row(row))).Where(static alarm => !alarm.IsContinuing).Select(alarm => Line(alarm, reference)));
    }

    private static JsonObject Line(DriftAlarm alarm, int reference) => new()
    {
        ["row"] = alarm.Row + reference,
        ["likelyStart"] = alarm.LikelyStart + reference,
        ["earliestStart"] = alarm.EarliestStart + reference,
        ["latestStart"] = alarm.LatestStart + reference,
        ["features"] = new JsonArray([.. alarm.Drivers.Select(static driver => (JsonNode)driver.Name)]),
        ["metric"] = alarm.Drivers[0].Metric,
        ["value"] = Finite(alarm.Drivers[0].Value),
        ["threshold"] = Finite(alarm.Drivers[0].Threshold),
        ["pValueOrE"] = Finite(alarm.Value),
        ["guarantee"] = alarm.Guarantee switch
        {
            DriftGuarantee.LifetimeAlpha => "lifetime",
            DriftGuarantee.PerLook => "per-look",
            _ => "arl",
        },
        ["lane"] = alarm.Lane.ToString(),
        ["material"] = alarm.IsMaterial,
        ["further"] = alarm.IsFurther,
    };

    private static JsonValue? Finite(double value) =>
        double.IsNaN(value) ? null : JsonValue.Create(Math.Clamp(value, double.MinValue, double.MaxValue));

    private static DriftOptions Options(VerbArguments arguments)
    {
        DriftOptions options = DriftOptions.Default;
        options = options with
        {
            Guarantee = arguments.Option("guarantee") switch
            {
                null or "arl" => DriftGuarantee.ArlTarget,
                "lifetime" => DriftGuarantee.LifetimeAlpha,
                "per-look" => DriftGuarantee.PerLook,
                string other => throw new BadFileException($"--guarantee is '{other}'; expected arl, lifetime or per-look."),
            },
            ArlTarget = Number(arguments, "arl", options.ArlTarget),
            Alpha = Number(arguments, "alpha", options.Alpha),
            WindowRows = (int)Number(arguments, "window", options.WindowRows),
            Stride = (int)Number(arguments, "stride", options.Stride),
            Seed = (int)Number(arguments, "seed", options.Seed),
        };
        return options;
    }

    private static double Number(VerbArguments arguments, string name, double without) =>
        arguments.Option(name) is not { } text ? without
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
        : throw new BadFileException($"--{name}: '{text}' is no number.");
}
