using AISafety.Reporting;

namespace AISafety.Robustness.Reporting;

/// <summary>Writes the table of attacks.</summary>
internal static class AttackTable
{
    public static void Write(PageWriter page, RobustnessReport report)
    {
        page.Raw("<section id=\"attacks\"><h2>Attacks</h2><table class=\"cards\" role=\"table\"><caption class=\"hidden\">What each attack leaves</caption><thead role=\"rowgroup\"><tr role=\"row\">");
        foreach (string column in (string[])["Attack", "Budget", "Accuracy", "Broken", "Questions a broken row"])
        {
            page.Write($"<th role=\"columnheader\" scope=\"col\">{column}</th>");
        }

        page.Raw("</tr></thead>\n<tbody role=\"rowgroup\">\n");
        foreach (RobustnessPoint point in report.Attacks)
        {
            page.Write($"<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><span class=\"name\">{RobustnessText.Title(point)}</span><small>sees {RobustnessText.Knows(point.Knowledge)}</small></th>");
            page.Write($"<td role=\"cell\" class=\"num\" data-label=\"Budget\">{point.Budget.ToString()}</td><td role=\"cell\" class=\"num\" data-label=\"Accuracy\">{ReportText.Percent(point.Accuracy.Value)}<small>{RobustnessPage.Interval(point.Accuracy)}</small></td>");
            page.Write($"<td role=\"cell\" class=\"num\" data-label=\"Broken\">{ReportText.Count(point.Broken)}<small>of {ReportText.Count(report.Clean.Count)}</small></td>");
            page.Write($"<td role=\"cell\" class=\"num\" data-label=\"Questions a broken row\">{ReportText.Number(point.MedianQueries)}<small>in the middle</small></td></tr>\n");
        }

        page.Raw("</tbody></table></section>\n");
    }
}
