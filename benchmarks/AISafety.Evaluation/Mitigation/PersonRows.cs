using System.Globalization;

namespace AISafety.Evaluation.Mitigation;

/// <summary>A CSV of mixed columns with a header, whose last column is the label, 0 or 1, and one of which is the group. Numbers stay numbers, another column becomes one for each of its values; the group is no feature.</summary>
/// <param name="Features">Row after row; the numbers first.</param>
/// <param name="Numbers">How many of the features are numbers.</param>
/// <param name="Labels">0 or 1.</param>
/// <param name="Groups">Counted from 0.</param>
/// <param name="GroupCount">How many groups.</param>
internal sealed record PersonRows(double[][] Features, int Numbers, byte[] Labels, int[] Groups, int GroupCount)
{
    /// <param name="path">The file.</param>
    /// <param name="group">The name of the group's column.</param>
    /// <exception cref="BadFileException">The file is not so; names line or column.</exception>
    public static PersonRows Read(string path, string group)
    {
        string[][] lines = [.. File.ReadLines(path).Where(static line => line.Length > 0).Select(static line => line.Split(',', StringSplitOptions.TrimEntries))];
        int width = lines.Length > 1 ? lines[0].Length : throw new BadFileException($"{path}: expected a header and rows.");
        int odd = Array.FindIndex(lines, line => line.Length != width || (line != lines[0] && line[^1] is not ("0" or "1")));
        if (odd >= 0)
        {
            throw new BadFileException($"{path}, line {odd + 1}: expected {width} cells, the last of them 0 or 1.");
        }

        int groupColumn = Array.IndexOf(lines[0], group);
        if (groupColumn < 0 || groupColumn == width - 1)
        {
            throw new BadFileException($"{path}: there is no column '{group}' before the label.");
        }

        string[][] rows = lines[1..];
        int[] features = [.. Enumerable.Range(0, width - 1).Where(column => column != groupColumn)];
        int[] numbers = [.. features.Where(column => Array.TrueForAll(rows, row => TryNumber(row[column], out _)))];
        (int Column, string Value)[] values = [.. features.Except(numbers).SelectMany(column => rows.Select(row => row[column]).Distinct().Order(StringComparer.Ordinal).Select(value => (column, value)))];
        string[] groups = [.. rows.Select(row => row[groupColumn]).Distinct().Order(StringComparer.Ordinal)];
        return new(
            [.. rows.Select(row => (double[])[.. numbers.Select(column => TryNumber(row[column], out double number) ? number : 0), .. values.Select(value => row[value.Column] == value.Value ? 1.0 : 0)])],
            numbers.Length,
            [.. rows.Select(row => (byte)(row[^1][0] - '0'))],
            [.. rows.Select(row => Array.IndexOf(groups, row[groupColumn]))],
            groups.Length);
    }

    private static bool TryNumber(string cell, out double number) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
