using System.Text;
using AISafety.Reporting;
using AISafety.Statistics;

namespace AISafety.Fairness.Reporting;

/// <summary>A report as one self-contained page, without a script.</summary>
internal static class FairnessPage
{
    private const int MostNames = 60;

    public static void Write(FairnessReport report, string title, Stream stream)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true);
        PageWriter page = new(writer);
        PageFrame.Begin(page, title, FairnessStyle.Text);
        page.Write($"<header><h1>{title}</h1><p class=\"headline\">{Headline(report)}</p></header>\n");
        Facts(page, report);
        GapTable.Write(page, report);
        RateTable.Write(page, report);
        if (report.HasScores)
        {
            ScoreSection.Write(page, report);
        }

        if (report.Frontier is { } frontier)
        {
            FrontierSection.Write(page, frontier);
        }

        Small(page, report);
        Explain(page, report);
        PageFrame.End(page);
    }

    private static string Headline(FairnessReport report)
    {
        int defined = report.Gaps.Count(static gap => gap.Difference.IsDefined);
        return defined == 0 ? "Nothing can be compared"
            : report.KnownToDiffer == 0 ? "No difference between groups is known for certain"
            : report.Gaps.Count == 1 ? "Groups are known to differ in demographic parity"
            : $"Groups are known to differ in {report.KnownToDiffer} of {report.Gaps.Count} criteria";
    }

    private static void Facts(PageWriter page, FairnessReport report)
    {
        int small = report.Groups.Count(static group => group.IsSmall);
        int compared = report.Groups.Count - small;
        page.Raw("<dl class=\"facts\">");
        PageFrame.Fact(page, "Rows", ReportText.Count(report.Rows), report.HasLabels ? "with what came true" : "without labels: selection rates only");
        PageFrame.Fact(page, "Grouped by", report.Attribute, $"{compared} of {report.Groups.Count} {(report.Groups.Count == 1 ? "group" : "groups")} compared");
        PageFrame.Fact(page, "Small groups", ReportText.Count(small), $"of fewer than {FairnessText.Rows(report.MinimumGroupSize)}{(small == 0 ? "" : ": nothing is known of them")}");
        FairnessValue selected = report.Compared.Rates[GroupRate.SelectionRate];
        PageFrame.Fact(page, "Selected", FairnessText.Percent(selected.Value), "of all that are compared");
        PageFrame.Fact(page, "Confidence", ReportText.Percent(report.Confidence), report.Gaps.Count > 1 ? $"of all {report.Gaps.Count} criteria together" : "of the gap");
        page.Raw("</dl>\n");
    }

    private static void Small(PageWriter page, FairnessReport report)
    {
        FairnessReportGroup[] small = [.. report.Groups.Where(static group => group.IsSmall)];
        if (small.Length == 0)
        {
            return;
        }

        page.Write($"<section id=\"small\"><h2>Too small to compare</h2><p>{ReportText.Count(small.Length)} of {ReportText.Count(report.Groups.Count)} groups have fewer than {FairnessText.Rows(report.MinimumGroupSize)}. That they are not in the tables does not mean that they fare alike.</p><p class=\"muted\">");
        for (int i = 0; i < Math.Min(MostNames, small.Length); i++)
        {
            page.Write($"{(i == 0 ? "" : "; ")}{small[i].Name} ({ReportText.Count(small[i].Rows)})");
        }

        page.Write($"{(small.Length > MostNames ? $"; and {ReportText.Count(small.Length - MostNames)} more" : "")}</p></section>\n");
    }

    private static void Explain(PageWriter page, FairnessReport report)
    {
        page.Raw("<section class=\"explain\"><h2>How to read it</h2><ul>");
        page.Raw("<li><b>Groups differ</b>: the whole interval of the difference is above 0. <b>Not known</b> is no proof of there being none: the upper end shows how large it may be. Neither says whether a difference is just: ");
        page.Raw("that depends on what is decided, for whom, and on why labels differ. The criteria can hold all at once only in special cases, so one has to be chosen.</li>");
        page.Write($"<li>With groups that are alike in everything, the page would say that some differ with a probability of {ReportText.Percent(1 - report.Confidence)} at most. That holds for independent rows; several rows of one person are not.</li>");
        if (report.HasLabels)
        {
            page.Raw("<li>Labels are taken as true. Where they were made by people who treated groups differently, or are there only for the selected, rates that use them are not what they seem.</li>");
        }

        page.Raw("<li>Differences over all rows may turn around within departments, regions or years (Simpson's paradox): this page does not look for it.</li></ul></section>\n");
    }
}
