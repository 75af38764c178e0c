using System.Text;
using AISafety.Reporting;

namespace AISafety.Robustness.Reporting;

/// <summary>A report as one self-contained page, without a script.</summary>
internal static class RobustnessPage
{
    public static void Write(RobustnessReport report, string title, Stream stream)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true);
        PageWriter page = new(writer);
        PageFrame.Begin(page, title, RobustnessStyle.Text, pictures: report is { Shape: not null, Examples.Count: > 0 });
        string tone = report.Findings.Count > 0 ? " bad" : "";
        page.Write($"<header><h1>{title}</h1>");
        page.Raw($"<p class=\"headline{tone}\">");
        page.Write($"{Headline(report)}</p></header>\n");
        Facts(page, report);
        Findings(page, report);
        CurveSection.Write(page, report);
        AttackTable.Write(page, report);
        DetectorTable.Write(page, report);
        ExampleSection.Write(page, report);
        Explain(page, report);
        PageFrame.End(page);
    }

    private static string Headline(RobustnessReport report)
    {
        if (report.Findings.Count > 0)
        {
            return "Something speaks against these figures";
        }

        // The least budget that breaks half of what was right; if none does, the largest of the first norm.
        RobustnessPoint? telling = report.Together.FirstOrDefault(point => 2 * point.Broken >= report.Clean.Count)
            ?? report.Together.LastOrDefault(point => point.Budget.Norm == report.Together[0].Budget.Norm);
        return telling is null ? $"{ReportText.Percent(report.Clean.Value)} are right before any attack"
            : $"At most {ReportText.Percent(telling.Accuracy.Value)} hold at {telling.Budget}, of {ReportText.Percent(report.Clean.Value)} that are right before";
    }

    private static void Facts(PageWriter page, RobustnessReport report)
    {
        page.Raw("<dl class=\"facts\">");
        PageFrame.Fact(page, "Rows", ReportText.Count(report.Rows), "attacked, each by every attack");
        PageFrame.Fact(page, "Clean accuracy", ReportText.Percent(report.Clean.Value), Interval(report.Clean));
        foreach (RobustnessPoint point in report.Together.GroupBy(static one => one.Budget.Norm).Select(static norm => norm.Last()))
        {
            PageFrame.Fact(page, $"Left at {point.Budget}", ReportText.Percent(point.Accuracy.Value), "by all attacks together; another may leave less");
        }

        foreach (CertifiedCurve curve in report.Certificates)
        {
            PageFrame.Fact(page, "Certified", ReportText.Percent(curve.Accuracy(0).Value), $"at some radius, {curve.Method}");
        }

        PageFrame.Fact(page, "Gradients", report.Masking is null ? "not checked" : report.Masking.Findings.Count == 0 ? "no sign of masking" : "masked", report.Masking is null ? "high figures may be the attacks' failure" : report.Masking.Findings.Count == 0 ? "by checks that can miss it" : "see below");
        page.Raw("</dl>\n");
    }

    public static string Interval(RobustnessShare share) => $"{ReportText.Percent(share.Interval.Lower)} to {ReportText.Percent(share.Interval.Upper)}";

    private static void Findings(PageWriter page, RobustnessReport report)
    {
        if (report.Findings.Count == 0)
        {
            return;
        }

        page.Raw("<section id=\"findings\"><h2>What speaks against these figures</h2>");
        foreach (MaskingFinding finding in report.Findings)
        {
            page.Write($"<p class=\"found\"><b>{finding.Code}</b>{finding.Text}</p>");
        }

        page.Raw("</section>\n");
    }

    private static void Explain(PageWriter page, RobustnessReport report)
    {
        page.Raw("<section class=\"explain\"><h2>How to read it</h2><ul>");
        page.Raw("<li>An attack looks for a wrong answer nearby. What it leaves is an <b>upper bound</b>: a better attack may leave less. A certificate is a <b>lower bound</b>: nothing within it changes the answer. Between the two, nothing is known.</li>");
        page.Raw("<li>Rows that were answered wrongly before count as wrong, and are not attacked.</li>");
        page.Write($"<li>Intervals hold with {ReportText.Percent(report.Confidence)}, each for itself, for independent rows of the same kind and the very same attack.</li>");
        page.Raw("<li>A detector's rate against an attacker who does not know it says little: whoever attacks can know it.</li></ul></section>\n");
    }
}
