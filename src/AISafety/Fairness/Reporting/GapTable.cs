using AISafety.Reporting;
using AISafety.Statistics;

namespace AISafety.Fairness.Reporting;

/// <summary>Writes how far groups differ: a row for each criterion.</summary>
internal static class GapTable
{
    private const double Width = 150;
    private const double Middle = 8;

    private static readonly string[] Columns = ["Criterion", "What is known", "Difference", "Ratio", "Greatest", "Least"];

    public static void Write(PageWriter page, FairnessReport report)
    {
        page.Raw("<section><h2>What differs</h2>");
        page.Write($"<p class=\"muted\">Greatest less least rate, and least by greatest, over all groups of {FairnessText.Rows(report.MinimumGroupSize)} or more. The intervals hold all together with {ReportText.Percent(report.Confidence)} confidence.</p>");
        page.Raw("<table id=\"gaps\" class=\"cards\" role=\"table\"><caption class=\"hidden\">Gaps between groups, by criterion</caption><thead role=\"rowgroup\"><tr role=\"row\">");
        foreach (string column in Columns)
        {
            page.Write($"<th role=\"columnheader\" scope=\"col\">{column}</th>");
        }

        page.Raw("</tr></thead>\n<tbody role=\"rowgroup\">\n");

        // One scale for all shares, so that their lines can be compared.
        double scale = Math.Max(0.05, report.Gaps.Where(static gap => gap.Criterion != FairnessCriterion.TreatmentEquality).Select(Reach).Append(0).Max());
        foreach (FairnessGap gap in report.Gaps)
        {
            Row(page, report, gap, gap.Criterion == FairnessCriterion.TreatmentEquality ? Math.Max(1, Reach(gap)) : scale);
        }

        page.Raw("</tbody></table></section>\n");
    }

    private static double Reach(FairnessGap gap) => double.IsFinite(gap.Difference.Interval.Upper) ? gap.Difference.Interval.Upper : 0;

    private static void Row(PageWriter page, FairnessReport report, FairnessGap gap, double scale)
    {
        page.Write($"<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><span class=\"name\">{FairnessText.Criterion(gap.Criterion)}</span><small>{FairnessText.Compares(gap.Criterion)}</small></th>");
        Known(page, report, gap);
        page.Write($"<td role=\"cell\" data-label=\"Difference\"><strong>{FairnessText.Short(gap.Difference.Value)}</strong>");
        if (gap.Difference.IsDefined)
        {
            Draw(page, gap.Difference, scale);
            page.Write($"<small>{FairnessText.Range(gap.Difference.Interval)}</small>");
        }

        page.Raw("</td>");
        page.Write($"<td role=\"cell\" class=\"num\" data-label=\"Ratio\"><strong>{FairnessText.Short(gap.Ratio.Value)}</strong><small>{(gap.Ratio.IsDefined ? FairnessText.Range(gap.Ratio.Interval) : "")}</small></td>");
        page.Write($"<td role=\"cell\" data-label=\"Greatest\">{FairnessText.Name(report, gap.Greatest)}</td><td role=\"cell\" data-label=\"Least\">{FairnessText.Name(report, gap.Least)}</td></tr>\n");
    }

    private static void Known(PageWriter page, FairnessReport report, FairnessGap gap)
    {
        bool isKnown = FairnessReport.IsKnownToDiffer(gap);
        (string pill, string name, string note) = !gap.Difference.IsDefined ? ("", "undefined", gap.Difference.Reason)
            : isKnown ? ("k2", "groups differ", $"by {FairnessText.Short(gap.Difference.Interval.Lower)} or more")
            : ("k1", "not known", $"no difference, or up to {FairnessText.Short(gap.Difference.Interval.Upper)}");
        page.Write($"<td role=\"cell\" data-label=\"What is known\"><span class=\"verdict {pill}\">{name}</span><small>{note}</small>");
        int without = gap.Excluded.Count(group => !report.Groups[group].IsSmall);
        if (without > 0)
        {
            page.Write($"<small>{without} {(without == 1 ? "group has" : "groups have")} rows enough, but not this rate</small>");
        }

        page.Raw("</td>");
    }

    private static void Draw(PageWriter page, FairnessValue difference, double scale)
    {
        Interval interval = difference.Interval;
        if (!double.IsFinite(interval.Upper) || double.IsNaN(interval.Lower) || !double.IsFinite(difference.Value))
        {
            return;
        }

        double X(double value) => 5 + (value * (Width - 10) / scale);
        page.Write($"<svg class=\"range\" viewBox=\"0 0 {Width} 16\" role=\"img\" aria-label=\"Between {FairnessText.Short(interval.Lower)} and {FairnessText.Short(interval.Upper)}\">");
        page.Write($"<line class=\"axis\" x1=\"5\" x2=\"5\" y1=\"1\" y2=\"15\"/><line class=\"axis\" x1=\"5\" x2=\"{Width - 5}\" y1=\"{Middle}\" y2=\"{Middle}\"/>");
        page.Write($"<line class=\"span\" x1=\"{X(interval.Lower)}\" x2=\"{X(interval.Upper)}\" y1=\"{Middle}\" y2=\"{Middle}\"/>");
        page.Write($"<circle class=\"dot\" cx=\"{X(difference.Value)}\" cy=\"{Middle}\" r=\"3.5\"/></svg>");
    }
}
