using AISafety.Reporting;

namespace AISafety.Fairness.Reporting;

/// <summary>A square of two shares, from 0 to 1 each, that curves of groups are drawn in.</summary>
internal readonly struct UnitPlot(PageWriter page)
{
    private const double Side = 300;
    private const double Left = 60;
    private const double Top = 10;
    private const double Width = Left + Side + 16;
    private const double Height = Top + Side + 44;

    public static double X(double share) => Left + (share * Side);

    public static double Y(double share) => Top + ((1 - share) * Side);

    /// <summary>Opens the drawing: axes, their names, and the diagonal.</summary>
    public void Begin(string label, string across, string up)
    {
        page.Write($"<figure><figcaption>{label}</figcaption><svg class=\"plot\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{label}, by group\">");
        for (int i = 0; i <= 4; i++)
        {
            double at = 0.25 * i;
            page.Write($"<line class=\"grid\" x1=\"{X(0)}\" x2=\"{X(1)}\" y1=\"{Y(at)}\" y2=\"{Y(at)}\"/><text x=\"{X(0) - 5}\" y=\"{Y(at) + 4}\" text-anchor=\"end\">{25 * i} %</text>");
            page.Write($"<line class=\"grid\" x1=\"{X(at)}\" x2=\"{X(at)}\" y1=\"{Y(0)}\" y2=\"{Y(1)}\"/><text x=\"{X(at)}\" y=\"{Y(0) + 15}\" text-anchor=\"middle\">{25 * i} %</text>");
        }

        page.Write($"<line class=\"even\" x1=\"{X(0)}\" x2=\"{X(1)}\" y1=\"{Y(0)}\" y2=\"{Y(1)}\"/>");
        page.Write($"<text x=\"{X(0.5)}\" y=\"{Height - 8}\" text-anchor=\"middle\">{across}</text><text transform=\"translate(12 {Y(0.5)}) rotate(-90)\" text-anchor=\"middle\">{up}</text>");
    }

    /// <summary>Draws a group's curve.</summary>
    public void Curve(int colour, string name, IEnumerable<(double X, double Y)> points)
    {
        page.Write($"<polyline class=\"curve s{colour}\" points=\"");
        foreach ((double x, double y) in points)
        {
            page.Write($"{X(x)},{Y(y)} ");
        }

        page.Write($"\"><title>{name}</title></polyline>");
    }

    /// <summary>Draws a point of a group.</summary>
    public void Dot(int colour, string title, double x, double y) =>
        page.Write($"<circle class=\"f{colour}\" cx=\"{X(x)}\" cy=\"{Y(y)}\" r=\"3.5\"><title>{title}</title></circle>");

    /// <summary>Draws an upright line, such as an interval.</summary>
    public void Upright(int colour, double x, double lower, double upper) =>
        page.Write($"<line class=\"error s{colour}\" x1=\"{X(x)}\" x2=\"{X(x)}\" y1=\"{Y(lower)}\" y2=\"{Y(upper)}\"/>");

    /// <summary>Closes the drawing.</summary>
    public void End() => page.Raw("</svg></figure>\n");
}
