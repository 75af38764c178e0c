using AISafety.Reporting;

namespace AISafety.Robustness.Reporting;

/// <summary>Writes what detectors are worth.</summary>
internal static class DetectorTable
{
    public static void Write(PageWriter page, RobustnessReport report)
    {
        if (report.Detectors.Count == 0)
        {
            return;
        }

        page.Raw("<section id=\"detectors\"><h2>Detectors</h2><p class=\"muted\">Against an attacker who does not know the detector, and against one who does. The last column is what counts: of the attacked rows, those that are answered wrongly and not flagged.</p>");
        page.Raw("<table class=\"cards\" role=\"table\"><caption class=\"hidden\">Detectors</caption><thead role=\"rowgroup\"><tr role=\"row\">");
        foreach (string column in (string[])["Detector", "False alarms", "Detects, unknown", "Gets through, unknown", "Detects, known", "Gets through, known"])
        {
            page.Write($"<th role=\"columnheader\" scope=\"col\">{column}</th>");
        }

        page.Raw("</tr></thead>\n<tbody role=\"rowgroup\">\n");
        foreach (DetectorRates rates in report.Detectors)
        {
            page.Write($"<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><span class=\"name\">{rates.Detector}</span><small>{rates.Oblivious.Attack.Name}, {rates.Aware.Attack.Name}; {rates.Aware.Attack.Budget.ToString()}</small></th>");
            Cell(page, "False alarms", rates.FalseAlarmRate);
            Cell(page, "Detects, unknown", rates.ObliviousDetectionRate);
            Cell(page, "Gets through, unknown", rates.ObliviousPassRate);
            Cell(page, "Detects, known", rates.AwareDetectionRate);
            Cell(page, "Gets through, known", rates.AwarePassRate);
            page.Raw("</tr>\n");
        }

        page.Raw("</tbody></table></section>\n");
    }

    private static void Cell(PageWriter page, string label, double rate) => page.Write($"<td role=\"cell\" class=\"num\" data-label=\"{label}\">{ReportText.Percent(rate)}</td>");
}
