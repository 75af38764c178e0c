using AISafety.Reporting;

namespace AISafety.Fairness.Reporting;

/// <summary>Writes what fairness costs: a drawing of accuracy over gap, and a table that names its points.</summary>
internal static class FrontierSection
{
    private const double Left = 56;
    private const double Right = 520;
    private const double Top = 16;
    private const double Base = 270;

    public static void Write(PageWriter page, FairnessFrontier frontier)
    {
        page.Write($"<section id=\"frontier\"><h2>Accuracy and {FairnessText.Criterion(frontier.Criterion).ToLowerInvariant()}</h2>");
        page.Raw("<p class=\"muted\">Up is more accurate, left is a lesser gap. Bars are two standard errors where these are known; where bars meet, chance may have put the points in order.</p><div class=\"plots\">\n");
        Draw(page, frontier);
        page.Raw("<table class=\"cards\" role=\"table\"><caption class=\"hidden\">Points of the drawing</caption><thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" scope=\"col\">Decided by</th>");
        page.Raw("<th role=\"columnheader\" scope=\"col\">Accuracy</th><th role=\"columnheader\" scope=\"col\">Gap</th></tr></thead>\n<tbody role=\"rowgroup\">\n");
        for (int i = 0; i < frontier.Points.Count; i++)
        {
            FrontierPoint point = frontier.Points[i];
            page.Write($"<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><span class=\"name\">{i + 1}. {point.Name}</span><small>{(frontier.IsOnFrontier(i) ? "on the frontier" : "another is better")}</small></th>");
            page.Write($"<td role=\"cell\" class=\"num\" data-label=\"Accuracy\">{FairnessText.Percent(point.Accuracy)}<small>{Error(point.AccuracyError, FairnessText.Percent)}</small></td>");
            page.Write($"<td role=\"cell\" class=\"num\" data-label=\"Gap\">{FairnessText.Short(point.Gap)}<small>{Error(point.GapError, FairnessText.Short)}</small></td></tr>\n");
        }

        page.Raw("</tbody></table></div></section>\n");
    }

    private static string Error(double error, Func<double, string> write) => double.IsNaN(error) ? "" : $"standard error {write(error)}";

    private static double Known(double error) => double.IsNaN(error) ? 0 : 2 * error;

    private static void Draw(PageWriter page, FairnessFrontier frontier)
    {
        double widest = Math.Max(1e-6, 1.05 * frontier.Points.Max(static point => point.Gap + Known(point.GapError)));
        double least = frontier.Points.Min(static point => point.Accuracy - Known(point.AccuracyError));
        double most = frontier.Points.Max(static point => point.Accuracy + Known(point.AccuracyError));
        double margin = Math.Max(0.005, 0.08 * (most - least));
        (least, most) = (least - margin, most + margin);
        double X(double gap) => Left + ((Right - Left) * Math.Clamp(gap / widest, 0, 1));
        double Y(double accuracy) => Base - ((Base - Top) * (accuracy - least) / (most - least));

        page.Raw("<figure><figcaption>Accuracy over the gap between groups</figcaption><svg class=\"plot\" viewBox=\"0 0 540 316\" role=\"img\" aria-label=\"Accuracy over gap\">");
        for (int i = 0; i <= 4; i++)
        {
            (double accuracy, double gap) = (least + (0.25 * i * (most - least)), 0.25 * i * widest);
            page.Write($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Right}\" y1=\"{Y(accuracy)}\" y2=\"{Y(accuracy)}\"/><text x=\"{Left - 5}\" y=\"{Y(accuracy) + 4}\" text-anchor=\"end\">{FairnessText.Percent(accuracy)}</text>");
            page.Write($"<text x=\"{X(gap)}\" y=\"{Base + 16}\" text-anchor=\"middle\">{FairnessText.Short(gap)}</text>");
        }

        page.Write($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Right}\" y1=\"{Base}\" y2=\"{Base}\"/><text x=\"{(Left + Right) / 2}\" y=\"{Base + 36}\" text-anchor=\"middle\">difference between groups</text>");
        Edge(page, frontier, X, Y);
        for (int i = 0; i < frontier.Points.Count; i++)
        {
            FrontierPoint point = frontier.Points[i];
            (double x, double y) = (X(point.Gap), Y(point.Accuracy));
            page.Write($"<line class=\"spread\" x1=\"{X(point.Gap - Known(point.GapError))}\" x2=\"{X(point.Gap + Known(point.GapError))}\" y1=\"{y}\" y2=\"{y}\"/>");
            page.Write($"<line class=\"spread\" x1=\"{x}\" x2=\"{x}\" y1=\"{Y(point.Accuracy - Known(point.AccuracyError))}\" y2=\"{Y(point.Accuracy + Known(point.AccuracyError))}\"/>");
            page.Write($"<circle class=\"point{(frontier.IsOnFrontier(i) ? " best" : "")}\" cx=\"{x}\" cy=\"{y}\" r=\"9\"><title>{point.Name}</title></circle><text class=\"mark\" x=\"{x}\" y=\"{y + 4}\" text-anchor=\"middle\">{i + 1}</text>");
        }

        page.Raw("</svg></figure>\n");
    }

    // What can be had with a gap up to that of each point: a stair.
    private static void Edge(PageWriter page, FairnessFrontier frontier, Func<double, double> across, Func<double, double> up)
    {
        FrontierPoint[] best = [.. frontier.Points.Where((_, i) => frontier.IsOnFrontier(i)).OrderBy(static point => point.Gap)];
        page.Raw("<polyline class=\"edge\" points=\"");
        for (int i = 0; i < best.Length; i++)
        {
            if (i > 0)
            {
                page.Write($"{across(best[i].Gap)},{up(best[i - 1].Accuracy)} ");
            }

            page.Write($"{across(best[i].Gap)},{up(best[i].Accuracy)} ");
        }

        page.Raw("\"/>");
    }
}
