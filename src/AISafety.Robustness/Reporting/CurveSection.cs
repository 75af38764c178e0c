using System.Globalization;
using AISafety.Reporting;

namespace AISafety.Robustness.Reporting;

/// <summary>Draws accuracy over the size of the change: each attack, all of them together, and what is certified.</summary>
internal static class CurveSection
{
    private const double Left = 50;
    private const double Right = 600;
    private const double Top = 14;
    private const double Base = 270;

    public static void Write(PageWriter page, RobustnessReport report)
    {
        // Of no rows there is no accuracy to draw.
        if (report.Together.Count == 0 || report.Rows == 0)
        {
            return;
        }

        page.Raw("<section id=\"curves\"><h2>Accuracy under attack</h2><p class=\"muted\">The bold line is what all attacks together leave. Bars are intervals. Above a certified line and below the bold one, nothing is known.</p><div class=\"plots\">\n");
        foreach (AttackNorm norm in report.Together.Select(static point => point.Budget.Norm).Distinct())
        {
            Draw(page, report, norm);
        }

        page.Raw("</div></section>\n");
    }

    private static void Draw(PageWriter page, RobustnessReport report, AttackNorm norm)
    {
        RobustnessPoint[] together = [.. report.Together.Where(point => point.Budget.Norm == norm)];
        double most = together.Max(static point => RobustnessText.Plain(point.Budget.Epsilon));
        double tick = Tick(most);
        double widest = 1.02 * Math.Max(most, tick);
        double X(double epsilon) => Left + ((Right - Left) * Math.Clamp(epsilon / widest, 0, 1));
        double Y(double accuracy) => Base - ((Base - Top) * accuracy);
        IGrouping<string, RobustnessPoint>[] attacks =
        [
            .. report.Attacks.Where(point => point.Budget.Norm == norm && float.IsFinite(point.Budget.Epsilon)).GroupBy(RobustnessText.Title),
        ];
        CertifiedCurve[] certified = [.. report.Certificates.Where(curve => curve.Norm == norm)];

        page.Write($"<figure><figcaption>{RobustnessText.Norm(norm)}</figcaption><svg class=\"plot\" viewBox=\"0 0 620 312\" role=\"img\" aria-label=\"Accuracy over the change, {RobustnessText.Norm(norm)}\">");
        for (int i = 0; i <= 4; i++)
        {
            double accuracy = 0.25 * i;
            page.Write($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Right}\" y1=\"{Y(accuracy)}\" y2=\"{Y(accuracy)}\"/><text x=\"{Left - 6}\" y=\"{Y(accuracy) + 4}\" text-anchor=\"end\">{ReportText.Percent(accuracy)}</text>");
        }

        for (int i = 0; i * tick <= widest; i++)
        {
            page.Write($"<text x=\"{X(i * tick)}\" y=\"{Base + 16}\" text-anchor=\"middle\">{ReportText.Number(i * tick)}</text>");
        }

        page.Write($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Right}\" y1=\"{Base}\" y2=\"{Base}\"/><text x=\"{(Left + Right) / 2}\" y=\"{Base + 34}\" text-anchor=\"middle\">greatest change, {RobustnessText.Norm(norm)}</text>");
        for (int i = 0; i < attacks.Length; i++)
        {
            string colour = (i % RobustnessStyle.Colours).ToString(CultureInfo.InvariantCulture);
            Line(page, $"curve s{colour}", report.Clean.Value, attacks[i], X, Y);
            Dots(page, $"s{colour}", $"f{colour}", attacks[i], attacks[i].Key, X, Y);
        }

        Line(page, "together", report.Clean.Value, together, X, Y);
        Dots(page, "together", "fall", together, "all attacks together", X, Y);
        foreach (CertifiedCurve curve in certified)
        {
            page.Raw("<polyline class=\"certified\" points=\"");
            foreach (double radius in RobustnessText.Radii(report, curve).Where(radius => radius <= widest))
            {
                page.Write($"{X(radius)},{Y(curve.Accuracy(radius).Value)} ");
            }

            page.Write($"\"><title>certified: {curve.Method}</title></polyline>");
        }

        page.Raw("</svg>\n<ul class=\"names\">");
        Name(page, "together", "all attacks together");
        for (int i = 0; i < attacks.Length; i++)
        {
            Name(page, $"curve s{(i % RobustnessStyle.Colours).ToString(CultureInfo.InvariantCulture)}", attacks[i].Key);
        }

        foreach (CertifiedCurve curve in certified)
        {
            Name(page, "certified", $"certified: {curve.Method}");
        }

        page.Raw("</ul></figure>\n");
    }

    // 1, 2 or 5 times a power of ten, so that there are four to ten.
    private static double Tick(double most)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(most / 4)));
        return power * (most / 4 / power >= 5 ? 5 : most / 4 / power >= 2 ? 2 : 1);
    }

    private static void Line(PageWriter page, string kind, double clean, IEnumerable<RobustnessPoint> points, Func<double, double> across, Func<double, double> up)
    {
        page.Write($"<polyline class=\"{kind}\" points=\"{across(0)},{up(clean)} ");
        foreach (RobustnessPoint point in points)
        {
            page.Write($"{across(RobustnessText.Plain(point.Budget.Epsilon))},{up(point.Accuracy.Value)} ");
        }

        page.Raw("\"/>");
    }

    private static void Dots(PageWriter page, string stroke, string fill, IEnumerable<RobustnessPoint> points, string name, Func<double, double> across, Func<double, double> up)
    {
        foreach (RobustnessPoint point in points)
        {
            double x = across(RobustnessText.Plain(point.Budget.Epsilon));
            page.Write($"<line class=\"whisker {stroke}\" x1=\"{x}\" x2=\"{x}\" y1=\"{up(point.Accuracy.Interval.Lower)}\" y2=\"{up(point.Accuracy.Interval.Upper)}\"/>");
            page.Write($"<circle class=\"{fill}\" cx=\"{x}\" cy=\"{up(point.Accuracy.Value)}\" r=\"3.2\"><title>{name}, {point.Budget.ToString()}: {ReportText.Percent(point.Accuracy.Value)}</title></circle>");
        }
    }

    private static void Name(PageWriter page, string kind, string name) =>
        page.Write($"<li><svg viewBox=\"0 0 26 10\" aria-hidden=\"true\"><line class=\"{kind}\" x1=\"0\" x2=\"26\" y1=\"5\" y2=\"5\"/></svg>{name}</li>");
}
