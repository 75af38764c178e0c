using AISafety.Reporting;

namespace AISafety.Drift.Reporting;

/// <summary>Writes a feature's row of the table; its cells are in the order of <see cref="Columns"/>.</summary>
internal static class FeatureRow
{
    /// <summary>The table's columns.</summary>
    public static string[] Columns { get; } = ["Feature", "Verdict", "Histograms", "Distance", "Adjusted p", "Missing", "PSI"];

    /// <summary>Which of the columns can be sorted by.</summary>
    public static bool IsSortable(int column) => column != 2;

    public static void Write(PageWriter page, DriftReportFeature feature)
    {
        FeatureDrift drift = feature.Drift;
        page.Write($"<tr role=\"row\" data-drifted=\"{(drift.IsDrifted ? "1" : "0")}\">");
        Name(page, feature);
        page.Write($"<td role=\"cell\" data-label=\"Verdict\" data-sort=\"{(int)feature.Verdict}\"><span class=\"verdict v{(int)feature.Verdict}\">{DriftText.Verdict(feature.Verdict)}</span></td>");
        Histogram(page, feature);
        Distance(page, drift);
        page.Write($"<td role=\"cell\" class=\"num\" data-label=\"Adjusted p\" data-sort=\"{drift.AdjustedPValue:R}\">{ReportText.PValue(drift.AdjustedPValue)}<small>alone {ReportText.PValue(drift.PValue)}</small></td>");
        page.Write($"<td role=\"cell\" class=\"num\" data-label=\"Missing\" data-sort=\"{drift.Missing.Current:R}\">{ReportText.Percent(drift.Missing.Current)}<small>was {ReportText.Percent(drift.Missing.Reference)}</small></td>");
        page.Write($"<td role=\"cell\" class=\"num\" data-label=\"PSI\" data-sort=\"{drift.PopulationStability:R}\">{ReportText.Number(drift.PopulationStability)}</td>");
        page.Raw("</tr>\n");
    }

    private static void Name(PageWriter page, DriftReportFeature feature)
    {
        string name = feature.Feature.Name;
        page.Write($"<th role=\"rowheader\" scope=\"row\" data-sort=\"{name}\"><span class=\"name\">{name}</span>");
        string kind = feature.Feature.Kind switch { FeatureKind.Categorical => "category", FeatureKind.VectorElement => "element of a vector", _ => "number" };
        string unit = feature.Feature.Unit is { } stated ? $", {stated}" : "";
        page.Write($"<small>{kind}{unit}{(feature.IsOutput ? ", output" : "")}{(feature.IsSensitive ? ", sensitive" : "")}</small>");
        page.Raw("<details><summary>All distances</summary><table class=\"inner\"><thead><tr><th scope=\"col\">Distance</th><th scope=\"col\">Value</th><th scope=\"col\">Matters from</th></tr></thead><tbody>");
        foreach (DriftMeasure measure in feature.Measures)
        {
            page.Write($"<tr><th scope=\"row\">{DriftText.Metric(measure.Metric)}</th><td>{ReportText.Number(measure.Distance)}</td><td>{ReportText.Number(measure.Tolerance)}</td></tr>");
        }

        page.Raw("</tbody></table>");
        if (!double.IsNaN(feature.Mean.Reference) || !double.IsNaN(feature.Mean.Current))
        {
            page.Write($"<small>Mean {ReportText.Number(feature.Mean.Reference)} → {ReportText.Number(feature.Mean.Current)}; ");
            page.Write($"standard deviation {ReportText.Number(feature.StandardDeviation.Reference)} → {ReportText.Number(feature.StandardDeviation.Current)}</small>");
        }

        page.Raw("</details></th>");
    }

    private static void Histogram(PageWriter page, DriftReportFeature feature)
    {
        page.Raw("<td role=\"cell\" class=\"chart\" data-label=\"Histograms\">");
        if (feature.Shape is { } shape)
        {
            HistogramDrawing.Write(page, feature.Feature.Name, shape);
        }
        else
        {
            page.Raw("<small>Not shown: the feature is sensitive.</small>");
        }

        page.Raw("</td>");
    }

    private static void Distance(PageWriter page, FeatureDrift drift)
    {
        page.Write($"<td role=\"cell\" data-label=\"Distance\" data-sort=\"{drift.Distance:R}\"><strong>{ReportText.Number(drift.Distance)}</strong> <span class=\"muted\">{DriftText.Metric(drift.Metric)}</span>");
        DistanceDrawing.Write(page, drift);
        page.Write($"<small>by chance up to {ReportText.Number(drift.Threshold)}; matters from {ReportText.Number(drift.Tolerance)}</small></td>");
    }
}
