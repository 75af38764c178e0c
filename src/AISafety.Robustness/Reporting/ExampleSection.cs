using AISafety.Adversarial;
using AISafety.Reporting;

namespace AISafety.Robustness.Reporting;

/// <summary>Shows the rows that were broken with the least change: as pictures, or as the values that changed most.</summary>
internal static class ExampleSection
{
    private const int MostValues = 8;

    public static void Write(PageWriter page, RobustnessReport report)
    {
        if (report.Examples.Count == 0)
        {
            return;
        }

        page.Raw("<section id=\"examples\"><h2>Broken with the least change</h2><div class=\"examples\">\n");
        foreach (RobustnessExample example in report.Examples)
        {
            page.Write($"<figure><figcaption>Row {example.Row}</figcaption><p class=\"what\">{example.Attack}, {example.Budget.ToString()}; changed by {ReportText.Number(example.Distance)}</p>");
            if (report.Shape is { } shape)
            {
                Pictures(page, example, shape);
            }
            else
            {
                Values(page, example);
            }

            page.Raw("</figure>\n");
        }

        page.Raw("</div></section>\n");
    }

    private static void Pictures(PageWriter page, RobustnessExample example, ImageShape shape)
    {
        ReadOnlySpan<float> before = example.Before.Span;
        ReadOnlySpan<float> after = example.After.Span;
        float[] difference = new float[before.Length];
        float most = 0;
        for (int i = 0; i < difference.Length; i++)
        {
            difference[i] = after[i] - before[i];
            most = Math.Max(most, Math.Abs(difference[i]));
        }

        (float black, float white) = (example.Budget.Minimum, example.Budget.Maximum);
        page.Raw("<div class=\"triple\">");
        Picture(page, PngPicture.Address(before, shape, black, white), "before");
        page.Write($"{RobustnessText.Class(example.Label)}</div>");
        Picture(page, PngPicture.Address(after, shape, black, white), "after");
        page.Write($"<b>{RobustnessText.Class(example.Answer)}</b></div>");
        Picture(page, PngPicture.Address(difference, shape, -most, most), "difference");
        page.Write($"difference x {ReportText.Number(most > 0 ? (white - black) / (2.0 * most) : double.NaN)}</div></div>");
    }

    private static void Picture(PageWriter page, string address, string what) => page.Write($"<div><img src=\"{address}\" alt=\"{what}\">");

    private static void Values(PageWriter page, RobustnessExample example)
    {
        page.Write($"<p>Class {RobustnessText.Class(example.Label)} became {RobustnessText.Class(example.Answer)}.</p>");
        page.Raw("<table class=\"inner\"><thead><tr><th scope=\"col\">Value</th><th scope=\"col\">before</th><th scope=\"col\">after</th></tr></thead><tbody>");
        int[] changed = [.. Enumerable.Range(0, example.Before.Length).Where(i => !example.Before.Span[i].Equals(example.After.Span[i]))];
        foreach (int i in changed.OrderByDescending(i => Math.Abs((double)example.After.Span[i] - example.Before.Span[i])).Take(MostValues))
        {
            page.Write($"<tr><td>{i}</td><td>{ReportText.Number(example.Before.Span[i])}</td><td>{ReportText.Number(example.After.Span[i])}</td></tr>");
        }

        page.Write($"</tbody></table><p class=\"what\">{ReportText.Count(changed.Length)} of {ReportText.Count(example.Before.Length)} values changed</p>");
    }
}
