using AISafety.Reporting;
using AISafety.Statistics;

namespace AISafety.Fairness.Reporting;

/// <summary>Writes how good the scores of each group are: ROC and calibration curves, and a table.</summary>
internal static class ScoreSection
{
    public static void Write(PageWriter page, FairnessReport report)
    {
        FairnessReportGroup[] scored = [.. report.Groups.Where(static group => group.Scores is not null)];
        FairnessReportGroup[] drawn = [.. RateTable.Largest(scored, FairnessStyle.Colours)];
        page.Raw("<section id=\"scores\"><h2>Scores of each group</h2>");
        if (scored.Length == 0)
        {
            page.Write($"<p class=\"muted\">No group has scores for {FairnessText.Rows(report.MinimumGroupSize)} or more.</p></section>\n");
            return;
        }

        if (scored.Length > drawn.Length)
        {
            page.Write($"<p class=\"muted\">Curves are of the {drawn.Length} largest groups.</p>");
        }

        page.Raw("<ul class=\"names\">");
        for (int i = 0; i < drawn.Length; i++)
        {
            page.Write($"<li><svg viewBox=\"0 0 26 10\" aria-hidden=\"true\"><line class=\"curve s{i}\" x1=\"0\" x2=\"26\" y1=\"5\" y2=\"5\"/></svg>{drawn[i].Name}</li>");
        }

        page.Raw("</ul><div class=\"plots\">\n");
        Roc(new(page), drawn);
        Calibration(new(page), drawn, report.Confidence);
        page.Raw("</div>\n");
        Table(page, report, scored);
        page.Raw("</section>\n");
    }

    private static void Roc(UnitPlot plot, FairnessReportGroup[] groups)
    {
        plot.Begin("ROC curves; the dot is where it was decided", "selected, of label 0", "selected, of label 1");
        for (int i = 0; i < groups.Length; i++)
        {
            IReadOnlyList<double> roc = groups[i].Scores!.Roc;
            if (roc.Count == 0)
            {
                continue;
            }

            plot.Curve(i, groups[i].Name, roc.Select((rate, at) => ((double)at / (roc.Count - 1), rate)).Prepend((0, 0)));
            (FairnessValue across, FairnessValue up) = (groups[i].Rates[GroupRate.FalsePositiveRate], groups[i].Rates[GroupRate.TruePositiveRate]);
            plot.Dot(i, $"{groups[i].Name}, as decided: {FairnessText.Percent(up.Value)} of label 1, {FairnessText.Percent(across.Value)} of label 0", across.Value, up.Value);
        }

        plot.End();
    }

    private static void Calibration(UnitPlot plot, FairnessReportGroup[] groups, double confidence)
    {
        plot.Begin("Calibration, with intervals", "mean score", "label 1");
        for (int i = 0; i < groups.Length; i++)
        {
            IReadOnlyList<ReliabilityBin> bins = groups[i].Scores!.Calibration;
            foreach (ReliabilityBin bin in bins)
            {
                Interval rate = ProportionInterval.ClopperPearson(bin.Positives, bin.Count, confidence);
                plot.Upright(i, bin.MeanScore, rate.Lower, rate.Upper);
            }

            if (bins.Count > 0)
            {
                plot.Curve(i, groups[i].Name, bins.Select(static bin => (bin.MeanScore, bin.PositiveRate)));
            }

            foreach (ReliabilityBin bin in bins)
            {
                plot.Dot(i, $"{groups[i].Name}: score {FairnessText.Percent(bin.MeanScore)}, label 1 {FairnessText.Percent(bin.PositiveRate)}, {FairnessText.Rows(bin.Count)}", bin.MeanScore, bin.PositiveRate);
            }
        }

        plot.End();
    }

    private static void Table(PageWriter page, FairnessReport report, FairnessReportGroup[] scored)
    {
        page.Write($"<table id=\"score-table\" class=\"cards\" role=\"table\"><caption class=\"hidden\">Scores of each group</caption><thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" scope=\"col\">{report.Attribute}</th>");
        page.Raw("<th role=\"columnheader\" scope=\"col\">Area under the ROC curve</th><th role=\"columnheader\" scope=\"col\">Calibration error</th>");
        page.Raw("<th role=\"columnheader\" scope=\"col\">Mean score</th><th role=\"columnheader\" scope=\"col\">Without a score</th></tr></thead>\n<tbody role=\"rowgroup\">\n");
        foreach (FairnessReportGroup group in RateTable.Largest(scored, RateTable.MostGroups))
        {
            ScoreMetrics metrics = group.Scores!.Metrics;
            page.Write($"<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><span class=\"name\">{group.Name}</span></th>");
            Cell(page, "Area under the ROC curve", metrics.Auc);
            Cell(page, "Calibration error", metrics.CalibrationError);
            Cell(page, "Mean score", metrics.MeanScore);
            page.Write($"<td role=\"cell\" class=\"num\" data-label=\"Without a score\">{FairnessText.Rows(metrics.Missing)}</td></tr>\n");
        }

        page.Raw("</tbody></table>\n");
    }

    private static void Cell(PageWriter page, string label, FairnessValue value) =>
        page.Write($"<td role=\"cell\" data-label=\"{label}\"><strong class=\"num\">{FairnessText.Short(value.Value)}</strong><small>{(value.IsDefined ? FairnessText.Range(value.Interval) : value.Reason)}</small></td>");
}
