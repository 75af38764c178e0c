using System.Globalization;
using AISafety.Statistics;

namespace AISafety.DataQuality;

/// <summary>Judges how many rows of a window repeat a recent one.</summary>
internal static class DuplicateRows
{
    private const string Metric = "duplicate-share";

    public static void Judge((long Repeats, long Count) reference, (long Repeated, long WithValues) now, int rows, double tolerance, double level, QualityJudgement judgement)
    {
        double expected = (double)reference.Repeats / reference.Count;
        double found = (double)now.Repeated / rows;
        bool isThere = found - expected > tolerance;
        double p = isThere ? ShareExcess.PValue(reference.Repeats, reference.Count, now.Repeated, rows) : 1;
        if (p <= level)
        {
            string message = string.Create(CultureInfo.InvariantCulture, $"{found:P1} of the rows repeat a recent row exactly; {expected:P1} do in the reference.");
            judgement.Findings.Add(new(DataQualityCheck.Duplicates, null, Metric, found, expected + tolerance, message) { PValue = p, Level = level });
        }
        else if (!isThere && now.WithValues >= Math.Min(DataQualityWatch.LeastRows, rows / 2))
        {
            judgement.NotFound(DataQualityCheck.Duplicates, null, Metric);
        }
    }
}
