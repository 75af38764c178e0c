using System.Text;
using System.Text.Json;
using AISafety.Fairness;
using AISafety.Statistics;

namespace AISafety.Tests.Fairness.Reporting;

/// <summary>Decisions about two large groups that fare differently and a small one, and reports of them.</summary>
internal sealed class Decisions
{
    public const int LargeRows = 400;
    public const int SmallRows = 7;

    public Decisions(int seed, params string[] names)
    {
        Attribute = new("sex", names.Length == 0 ? ["women", "men", "others"] : names);
        Random random = new(seed);
        for (int i = 0; i < (2 * LargeRows) + SmallRows; i++)
        {
            Groups[i] = i < LargeRows ? 0 : i < 2 * LargeRows ? 1 : 2;
            double quality = random.NextDouble();
            Labels[i] = random.NextDouble() < quality ? (byte)1 : (byte)0;
            Scores[i] = Math.Clamp(quality + (Groups[i] == 0 ? -0.2 : 0.1), 0, 1);
            Predictions[i] = Scores[i] > 0.5 ? (byte)1 : (byte)0;
        }
    }

    public GroupAttribute Attribute { get; }

    public int[] Groups { get; } = new int[(2 * LargeRows) + SmallRows];

    public byte[] Labels { get; } = new byte[(2 * LargeRows) + SmallRows];

    public byte[] Predictions { get; } = new byte[(2 * LargeRows) + SmallRows];

    public double[] Scores { get; } = new double[(2 * LargeRows) + SmallRows];

    public FairnessReport Report(FairnessFrontier? frontier = null) => FairnessReport.Of(Attribute, Groups, Labels, Predictions, Scores, frontier: frontier);

    public static string Html(FairnessReport report, string title = "Fairness report")
    {
        using MemoryStream stream = new();
        report.WriteHtml(stream, title);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static JsonElement Json(FairnessReport report)
    {
        using MemoryStream stream = new();
        report.WriteJson(stream);
        return JsonDocument.Parse(stream.ToArray()).RootElement.Clone();
    }
}
