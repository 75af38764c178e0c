using AISafety.Reporting;

namespace AISafety.Drift.Reporting;

/// <summary>Draws a distance with its confidence bounds, and the tolerance as a mark.</summary>
internal static class DistanceDrawing
{
    private const double Width = 150;
    private const double Middle = 8;

    public static void Write(PageWriter page, FeatureDrift drift)
    {
        if (double.IsNaN(drift.Distance) || !double.IsFinite(drift.Distance))
        {
            return;
        }

        double upper = double.IsFinite(drift.Upper) ? drift.Upper : drift.Distance;
        double scale = (Width - 6) / Math.Max(1e-300, Math.Max(upper, 2 * drift.Tolerance));
        double X(double value) => 3 + (value * scale);
        page.Write($"<svg class=\"range\" viewBox=\"0 0 {Width} 16\" role=\"img\" aria-label=\"Between {ReportText.Number(drift.Lower)} and {ReportText.Number(upper)}; tolerance {ReportText.Number(drift.Tolerance)}\">");
        page.Write($"<title>Between {ReportText.Number(drift.Lower)} and {ReportText.Number(drift.Upper)}; up to {ReportText.Number(drift.Tolerance)} does not matter</title>");
        page.Write($"<rect class=\"free\" x=\"3\" y=\"1\" width=\"{X(drift.Tolerance) - 3}\" height=\"14\"/>");
        page.Write($"<line class=\"axis\" x1=\"3\" x2=\"{Width - 3}\" y1=\"{Middle}\" y2=\"{Middle}\"/>");
        page.Write($"<line class=\"span\" x1=\"{X(drift.Lower)}\" x2=\"{X(upper)}\" y1=\"{Middle}\" y2=\"{Middle}\"/>");
        page.Write($"<circle class=\"dot\" cx=\"{X(drift.Distance)}\" cy=\"{Middle}\" r=\"3.5\"/></svg>");
    }
}
