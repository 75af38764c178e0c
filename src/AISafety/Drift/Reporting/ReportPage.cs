using System.Text;
using AISafety.Reporting;

namespace AISafety.Drift.Reporting;

/// <summary>A report as one self-contained page.</summary>
internal static class ReportPage
{
    public static void Write(DriftReport report, string title, Stream stream)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true);
        PageWriter page = new(writer);
        PageFrame.Begin(page, title, DriftStyle.Text, PageScript.Text);
        Summary(page, report, title);
        Controls(page);
        Table(page, report);
        Explain(page, report);
        PageFrame.End(page, PageScript.Text);
    }

    private static void Summary(PageWriter page, DriftReport report, string title)
    {
        string headline = report.DriftedCount == 0
            ? report.Relations is { IsDrifted: true } ? "Relations between features drifted" : report.IsDrifted ? "Whole rows drifted" : "No drift found"
            : $"{report.DriftedCount} of {report.Features.Count} {(report.Features.Count == 1 ? "feature" : "features")} drifted";
        page.Write($"<header><h1>{title}</h1><p class=\"headline {(report.IsDrifted ? "bad" : "good")}\">{headline}</p></header>\n<dl class=\"facts\">");
        PageFrame.Fact(page, "Reference", $"{ReportText.Count(report.ReferenceRows)} rows", Compared(report.ReferenceRows, report.ReferenceCompared));
        PageFrame.Fact(page, "Current", $"{ReportText.Count(report.CurrentRows)} rows", Compared(report.CurrentRows, report.CurrentCompared));
        PageFrame.Fact(page, "False alarm", report.HasCutoffs ? "not bounded" : $"at most {ReportText.Percent(report.Alpha)}", report.HasCutoffs ? "fixed cut-offs are in use" : "of the whole report, if rows do not depend on their neighbours");
        if (report.Relations is { } relations)
        {
            PageFrame.Fact(
                page,
                "Relations",
                relations.IsDrifted ? "drifted" : "no drift found",
                $"changed most: correlation of {relations.First} with {relations.Second}, {ReportText.Number(relations.ReferenceCorrelation)} → {ReportText.Number(relations.CurrentCorrelation)}; p {ReportText.PValue(relations.PValue)}");
        }

        foreach (RowDrift row in report.Rows)
        {
            PageFrame.Fact(page, $"Whole rows, {MetricNames.Of(row.Metric)}", row.IsDrifted ? "drifted" : "no drift found", $"{ReportText.Number(row.Distance)}; p {ReportText.PValue(row.PValue)}");
        }

        int unknown = report.Features.Count(static one => one.Verdict == DriftVerdict.NotComparable);
        if (unknown > 0)
        {
            PageFrame.Fact(page, "Not comparable", ReportText.Count(unknown), "nothing is known of their drift");
        }

        page.Raw("</dl>\n");
    }

    private static string Compared(long rows, int compared) => rows == compared ? "all compared" : $"a sample of {ReportText.Count(compared)} compared";

    private static void Controls(PageWriter page)
    {
        page.Raw("<form class=\"controls\" id=\"controls\" hidden><label><input type=\"checkbox\" id=\"only\"> Drifted only</label>");
        page.Raw("<label>Find <input type=\"search\" id=\"find\" placeholder=\"feature\"></label><label class=\"order\">Sort by <select id=\"order\">");
        for (int i = 0; i < FeatureRow.Columns.Length; i++)
        {
            if (FeatureRow.IsSortable(i))
            {
                page.Write($"<option value=\"{i}\">{FeatureRow.Columns[i]}</option>");
            }
        }

        page.Raw("</select></label><span id=\"shown\" class=\"muted\" role=\"status\"></span>");
        page.Raw("</form>\n<p class=\"legend\"><span class=\"key ref\"></span> reference <span class=\"key cur\"></span> current <span class=\"muted\">(bars: share of rows)</span></p>\n");
    }

    private static void Table(PageWriter page, DriftReport report)
    {
        page.Raw("<table id=\"features\" class=\"cards\" role=\"table\"><caption class=\"hidden\">Features: how each compares with the reference</caption><thead role=\"rowgroup\"><tr role=\"row\">");
        for (int i = 0; i < FeatureRow.Columns.Length; i++)
        {
            if (FeatureRow.IsSortable(i))
            {
                page.Write($"<th role=\"columnheader\" scope=\"col\" aria-sort=\"{(i == 1 ? "descending" : "none")}\"><button type=\"button\">{FeatureRow.Columns[i]}</button></th>");
            }
            else
            {
                page.Write($"<th role=\"columnheader\" scope=\"col\">{FeatureRow.Columns[i]}</th>");
            }
        }

        page.Raw("</tr></thead>\n<tbody role=\"rowgroup\">\n");
        foreach (DriftReportFeature feature in report.Features
            .OrderByDescending(static one => one.Verdict)
            .ThenBy(static one => one.Drift.AdjustedPValue)
            .ThenByDescending(static one => one.Drift.Distance))
        {
            FeatureRow.Write(page, feature);
        }

        page.Raw("</tbody></table>\n");
    }

    private static void Explain(PageWriter page, DriftReport report)
    {
        page.Raw("<section class=\"explain\"><h2>How to read it</h2><ul>");
        page.Raw("<li><b>Certainly drifted</b>: even the lower bound of the distance is above what matters. <b>Drifted</b>: the change is significant, and may be larger than what matters. ");
        page.Raw("<b>Too small to matter</b>: significant, but certainly below that. <b>No drift found</b> is no proof of there being none: the line in the column of distances shows how large it may be.</li>");
        page.Raw("<li>The dot is the distance, the line its confidence bounds, the shaded part what does not matter.</li>");
        page.Write($"<li>Adjusted p is corrected for the number of features ({Name(report.Testing)}). PSI is the population stability index over the reference's quantiles or categories, for those who are used to it; it decides nothing unless it was chosen.</li>");
        page.Raw("<li>The first and the last bar of a number hold what lies beyond, too.</li></ul></section>\n");
    }

    private static string Name(MultipleTesting testing) => testing switch
    {
        MultipleTesting.BenjaminiYekutieli => "Benjamini-Yekutieli",
        MultipleTesting.Bonferroni => "Bonferroni",
        _ => "Benjamini-Hochberg",
    };
}
