using System.Globalization;
using System.Text;
using AISafety.Adversarial;
using AISafety.Robustness;

namespace AdversarialSample;

/// <summary>Draws attacked images beside the clean and the squeezed ones, with the model's answers.</summary>
internal static class Picture
{
    private const int Shown = 8;
    private const int Cell = 10;
    private const int Side = 8 * Cell;

    /// <summary>The changed image of a row.</summary>
    public static float[] Row(AttackResult result, int row) => result.AdversarialRows.Slice(row * result.RowLength, result.RowLength).ToArray();

    /// <summary>Writes one SVG file.</summary>
    public static void Write(string path, AttackResult attacked, InputTransform squeezer, OnnxGraph graph)
    {
        StringBuilder svg = new();
        int[] broken = [.. Enumerable.Range(0, attacked.RowCount).Where(row => attacked.Outcomes.Span[row] == RowOutcome.Broken).Take(Shown)];
        int width = 120 + broken.Length * (Side + 20);
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"370\" font-family=\"sans-serif\" font-size=\"14\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
        string[] names = ["clean", "attacked", "squeezed"];
        for (int line = 0; line < names.Length; line++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"14\" y=\"{64 + line * 116}\">{names[line]}</text>");
        }

        for (int at = 0; at < broken.Length; at++)
        {
            float[] clean = attacked.Rows.Slice(broken[at] * attacked.RowLength, attacked.RowLength).ToArray();
            float[] moved = Row(attacked, broken[at]);
            float[] squeezed = new float[moved.Length];
            squeezer.Apply(moved, squeezed, 0);
            int x = 110 + at * (Side + 20);
            int label = attacked.Labels.Span[broken[at]];
            float[][] images = [clean, moved, squeezed];
            for (int line = 0; line < images.Length; line++)
            {
                Draw(svg, images[line], x, 16 + line * 116, Answer(graph, images[line]), label);
            }
        }

        svg.Append("</svg>");
        File.WriteAllText(path, svg.ToString());
    }

    private static void Draw(StringBuilder svg, float[] image, int x, int y, int answer, int label)
    {
        for (int pixel = 0; pixel < image.Length; pixel++)
        {
            int grey = (int)Math.Round(255 * (1 - Math.Clamp(image[pixel], 0, 1)));
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x + pixel % 8 * Cell}\" y=\"{y + pixel / 8 * Cell}\" width=\"{Cell}\" height=\"{Cell}\" fill=\"rgb({grey},{grey},{grey})\"/>");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"{y}\" width=\"{Side}\" height=\"{Side}\" fill=\"none\" stroke=\"#999\"/><text x=\"{x + Side / 2}\" y=\"{y + Side + 17}\" text-anchor=\"middle\" fill=\"{(answer == label ? "#222" : "#b3261e")}\">{(answer == label ? "" : "taken for ")}{answer}</text>");
    }

    private static int Answer(OnnxGraph graph, float[] image)
    {
        float[] scores = new float[graph.OutputLength];
        graph.Score(image, scores);
        return Array.IndexOf(scores, scores.Max());
    }
}
