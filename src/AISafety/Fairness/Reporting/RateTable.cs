using AISafety.Reporting;
using AISafety.Statistics;

namespace AISafety.Fairness.Reporting;

/// <summary>Writes each group's rates: a row for each group, a bar with its interval for each rate.</summary>
internal static class RateTable
{
    /// <summary>How many groups the page shows: the largest; the JSON has all.</summary>
    public const int MostGroups = 40;

    private const double Width = 120;

    private static readonly GroupRate[] Shown =
    [
        GroupRate.BaseRate, GroupRate.SelectionRate, GroupRate.TruePositiveRate, GroupRate.FalsePositiveRate, GroupRate.PositivePredictiveValue, GroupRate.Accuracy,
    ];

    public static void Write(PageWriter page, FairnessReport report)
    {
        FairnessReportGroup[] large = [.. report.Groups.Where(static group => !group.IsSmall)];
        GroupRate[] rates = [.. Shown.Where(report.Compared.Rates.ContainsKey)];
        page.Raw("<section><h2>Rates of each group</h2>");
        page.Write($"<p class=\"muted\">The line is the rate's own interval, at {ReportText.Percent(report.Confidence)}. Whether groups differ is told by the table above, not by lines that meet or do not.</p>");
        if (large.Length > MostGroups)
        {
            page.Write($"<p class=\"muted\">The {MostGroups} largest of {ReportText.Count(large.Length)} groups are shown; all are compared above, and in the JSON.</p>");
        }

        page.Raw("<table id=\"rates\" class=\"cards\" role=\"table\"><caption class=\"hidden\">Rates of each group</caption><thead role=\"rowgroup\"><tr role=\"row\">");
        page.Write($"<th role=\"columnheader\" scope=\"col\">{report.Attribute}</th>");
        foreach (GroupRate rate in rates)
        {
            page.Write($"<th role=\"columnheader\" scope=\"col\">{FairnessText.Rate(rate)}</th>");
        }

        page.Raw("</tr></thead>\n<tbody role=\"rowgroup\">\n");
        foreach (FairnessReportGroup group in Largest(large, MostGroups))
        {
            page.Raw("<tr role=\"row\">");
            Row(page, group, group.Name, rates);
        }

        page.Raw("<tr role=\"row\" class=\"together\">");
        Row(page, report.Compared, "All of these together", rates);
        page.Raw("</tbody></table></section>\n");
    }

    /// <summary>The groups with most rows, in the order of their codes.</summary>
    public static IEnumerable<FairnessReportGroup> Largest(IEnumerable<FairnessReportGroup> groups, int most) =>
        groups.OrderByDescending(static group => group.Rows).ThenBy(static group => group.Group).Take(most).OrderBy(static group => group.Group);

    private static void Row(PageWriter page, FairnessReportGroup group, string name, GroupRate[] rates)
    {
        page.Write($"<th role=\"rowheader\" scope=\"row\"><span class=\"name\">{name}</span><small>{FairnessText.Rows(group.Rows)}</small></th>");
        foreach (GroupRate rate in rates)
        {
            page.Write($"<td role=\"cell\" data-label=\"{FairnessText.Rate(rate)}\">");
            Cell(page, group.Rates.GetValueOrDefault(rate));
            page.Raw("</td>");
        }

        page.Raw("</tr>\n");
    }

    private static void Cell(PageWriter page, FairnessValue value)
    {
        if (!value.IsDefined)
        {
            page.Write($"–<small>{value.Reason}</small>");
            return;
        }

        (double lower, double upper) = (value.Interval.Lower * Width, value.Interval.Upper * Width);
        page.Write($"<strong class=\"num\">{FairnessText.Percent(value.Value)}</strong>");
        page.Write($"<svg class=\"rate\" viewBox=\"0 0 {Width} 16\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Between {FairnessText.Percent(value.Interval.Lower)} and {FairnessText.Percent(value.Interval.Upper)}\">");
        page.Write($"<rect class=\"track\" x=\"0\" y=\"2\" width=\"{Width}\" height=\"12\"/><rect class=\"bar\" x=\"0\" y=\"2\" width=\"{value.Value * Width}\" height=\"12\"/>");
        page.Write($"<line class=\"whisker\" x1=\"{lower}\" x2=\"{upper}\" y1=\"8\" y2=\"8\"/><line class=\"whisker\" x1=\"{lower}\" x2=\"{lower}\" y1=\"4\" y2=\"12\"/><line class=\"whisker\" x1=\"{upper}\" x2=\"{upper}\" y1=\"4\" y2=\"12\"/></svg>");
        page.Write($"<small class=\"num\">{FairnessText.Range(value.Interval, FairnessText.Percent)}</small>");
    }
}
