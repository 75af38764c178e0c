using AISafety.Reporting;

namespace AISafety.Robustness.Reporting;

/// <summary>Writes the table of attacks.</summary>
internal static class AttackTable
{
    public static void Write(PageWriter page, RobustnessReport report)
    {
        page.Raw("<section id=\"attacks\"><h2>Attacks</h2><table class=\"cards\" role=\"table\"><caption class=\"hidden\">What each attack leaves</caption><thead role=\"rowgroup\"><tr role=\"row\">");
        page.Raw("<th role=\"columnheader\" scope=\"col\">Attack</th><th role=\"columnheader\" scope=\"col\">What it leaves, by budget</th></tr></thead>\n<tbody role=\"rowgroup\">\n");
        foreach (IGrouping<(string, AttackNorm), RobustnessPoint> attack in report.Attacks.GroupBy(static point => (RobustnessText.Title(point), point.Budget.Norm)))
        {
            page.Write($"<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><span class=\"name\">{attack.Key.Item1}</span><small>sees {RobustnessText.Knows(attack.First().Knowledge)}</small></th>");
            page.Raw("<td role=\"cell\"><table class=\"inner\"><thead><tr><th scope=\"col\">Budget</th><th scope=\"col\">Accuracy</th><th scope=\"col\">Interval</th><th scope=\"col\">Broken</th><th scope=\"col\">Questions, median</th></tr></thead><tbody>");
            foreach (RobustnessPoint point in attack)
            {
                page.Write($"<tr><td>{point.Budget.ToString()}</td><td>{ReportText.Percent(point.Accuracy.Value)}</td><td>{RobustnessPage.Interval(point.Accuracy)}</td>");
                page.Write($"<td>{ReportText.Count(point.Broken)} of {ReportText.Count(report.Clean.Count)}</td><td>{ReportText.Number(point.MedianQueries)}</td></tr>");
            }

            page.Raw("</tbody></table></td></tr>\n");
        }

        page.Raw("</tbody></table></section>\n");
    }
}
