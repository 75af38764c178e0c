using System.Globalization;
using AISafety.Statistics;

namespace AISafety.DataQuality;

/// <summary>Judges how many rows of a window repeat a recent one.</summary>
internal static class DuplicateRows
{
    public static void Judge((long Repeats, long Count) reference, long repeated, int rows, double tolerance, double level, List<DataQualityFinding> findings)
    {
        double expected = (double)reference.Repeats / reference.Count;
        double found = (double)repeated / rows;
        if (found - expected <= tolerance)
        {
            return;
        }

        double p = ShareExcess.PValue(reference.Repeats, reference.Count, repeated, rows);
        if (p <= level)
        {
            string message = string.Create(CultureInfo.InvariantCulture, $"{found:P1} of the rows repeat a recent row exactly; {expected:P1} do in the reference.");
            findings.Add(new(DataQualityCheck.Duplicates, null, "duplicate-share", found, expected + tolerance, message) { PValue = p, Level = level });
        }
    }
}
