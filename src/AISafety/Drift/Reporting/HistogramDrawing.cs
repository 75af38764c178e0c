using AISafety.Reporting;

namespace AISafety.Drift.Reporting;

/// <summary>Draws both histograms in one: the reference as wide bars, the current rows as narrow ones before them.</summary>
internal static class HistogramDrawing
{
    private const double Width = 320;
    private const double Height = 104;
    private const double Top = 14;
    private const double Base = 82;
    private const double Apart = 14;
    private const double SpecialWidth = 46;

    // The width of a letter of the axis, about.
    private const double Letter = 5.3;

    public static void Write(PageWriter page, string feature, ReportHistogram shape)
    {
        HistogramPair pair = shape.Pair;
        int special = pair.Labels.Count - shape.Bins;
        double room = Width - (special * SpecialWidth) - (special > 0 && shape.Bins > 0 ? Apart : 0);
        double width = shape.Bins == 0 ? 0 : Math.Min(room / shape.Bins, 90);
        double greatest = Math.Max(1e-12, Math.Max(pair.Reference.Max(), pair.Current.Max()));
        page.Write($"<svg class=\"hist\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"Histogram of {feature}: reference and current rows\">");
        page.Write($"<line class=\"grid\" x1=\"0\" x2=\"{Width}\" y1=\"{Top}\" y2=\"{Top}\"/><text x=\"0\" y=\"{Top - 4}\">{ReportText.Percent(greatest)}</text>");
        for (int i = 0; i < pair.Labels.Count; i++)
        {
            bool isSpecial = i >= shape.Bins;
            double across = isSpecial ? SpecialWidth : width;
            double left = isSpecial ? Width - ((pair.Labels.Count - i) * SpecialWidth) : i * width;
            double scale = (Base - Top) / greatest;
            (double first, double second) = (pair.Reference[i] * scale, pair.Current[i] * scale);
            page.Write($"<g><title>{pair.Labels[i]}: reference {ReportText.Percent(pair.Reference[i])}, current {ReportText.Percent(pair.Current[i])}</title>");
            page.Write($"<rect class=\"hit\" x=\"{left}\" y=\"0\" width=\"{across}\" height=\"{Base}\"/>");
            page.Write($"<rect class=\"ref\" x=\"{left + (0.06 * across)}\" y=\"{Base - first}\" width=\"{0.88 * across}\" height=\"{first}\"/>");
            page.Write($"<rect class=\"cur\" x=\"{left + (0.29 * across)}\" y=\"{Base - second}\" width=\"{0.42 * across}\" height=\"{second}\"/></g>");
            if (isSpecial || (shape.Edges.Count == 0 && across >= Letter * 2))
            {
                Label(page, left + (across / 2), "middle", Shorten(pair.Labels[i], (int)((across - 2) / Letter)));
            }
        }

        page.Write($"<line class=\"axis\" x1=\"0\" x2=\"{(shape.Bins == 0 ? 0 : width * shape.Bins)}\" y1=\"{Base}\" y2=\"{Base}\"/>");
        if (special > 0)
        {
            page.Write($"<line class=\"axis\" x1=\"{Width - (special * SpecialWidth)}\" x2=\"{Width}\" y1=\"{Base}\" y2=\"{Base}\"/>");
        }

        Axis(page, shape.Edges, width);
        page.Raw("</svg>");
    }

    // Borders where there is room for them: every so many bins, the first at the left end.
    private static void Axis(PageWriter page, IReadOnlyList<double> edges, double width)
    {
        if (edges.Count < 2)
        {
            return;
        }

        double step = edges[1] - edges[0];
        double widest = Letter * edges.Max(edge => ReportText.Edge(edge, step).Length);
        int every = Math.Max(1, (int)Math.Ceiling((widest + 12) / width));
        for (int i = 0; i < edges.Count; i += every)
        {
            double x = i * width;
            page.Write($"<line class=\"axis\" x1=\"{x}\" x2=\"{x}\" y1=\"{Base}\" y2=\"{Base + 4}\"/>");
            bool isLast = x + (widest / 2) > Width;
            Label(page, x, i == 0 ? "start" : isLast ? "end" : "middle", ReportText.Edge(edges[i], step));
        }
    }

    private static void Label(PageWriter page, double x, string anchor, string text) =>
        page.Write($"<text x=\"{x}\" y=\"{Base + 16}\" text-anchor=\"{anchor}\">{text}</text>");

    private static string Shorten(string text, int most) => text.Length <= most ? text : most <= 1 ? "" : $"{text[..(most - 1)]}…";
}
