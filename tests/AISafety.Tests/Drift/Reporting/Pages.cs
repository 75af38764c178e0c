using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace AISafety.Tests.Drift.Reporting;

/// <summary>Writes reports and reads them back.</summary>
internal static class Pages
{
    public static string Html(DriftReport report, string title = "Drift report")
    {
        using MemoryStream stream = new();
        report.WriteHtml(stream, title);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static JsonElement Json(DriftReport report)
    {
        using MemoryStream stream = new();
        report.WriteJson(stream);
        return JsonDocument.Parse(stream.ToArray()).RootElement.Clone();
    }

    /// <summary>The table of features; throws if its markup is not well-formed.</summary>
    public static XElement Table(DriftReport report)
    {
        string page = Html(report);
        int start = page.IndexOf("<table id=\"features\"", StringComparison.Ordinal);
        int end = page.LastIndexOf("</table>", StringComparison.Ordinal) + "</table>".Length;
        return XElement.Parse(page[start..end]);
    }
}
