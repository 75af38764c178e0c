using System.Globalization;

namespace AISafety.Evaluation.Verbs;

/// <summary>Reads a stream from a file of text.</summary>
internal static class NumberStream
{
    /// <summary>One number a line; empty lines are passed over.</summary>
    public static double[] Lines(string file)
    {
        string[] lines = File.ReadAllLines(file);
        List<double> values = new(lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            if (!string.IsNullOrWhiteSpace(lines[i]))
            {
                values.Add(double.TryParse(lines[i], CultureInfo.InvariantCulture, out double value)
                    ? value
                    : throw new BadFileException($"{Path.GetFileName(file)}, line {i + 1}: expected a number."));
            }
        }

        return [.. values];
    }

    /// <summary>One character a value, 0 or 1; white space is passed over.</summary>
    public static double[] Characters(string file)
    {
        string text = File.ReadAllText(file);
        List<double> values = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsWhiteSpace(text[i]))
            {
                values.Add(text[i] is '0' or '1'
                    ? text[i] - '0'
                    : throw new BadFileException($"Character {i + 1}: expected 0 or 1, not '{text[i]}'."));
            }
        }

        return [.. values];
    }
}
