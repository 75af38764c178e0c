using System.Globalization;
using AISafety.Statistics;

namespace AISafety.DataQuality;

/// <summary>Follows how long each feature has had one value, from window to window, and says which have had it for too long.</summary>
/// <remarks>A missing value neither ends nor lengthens a run. A run of n is judged by the bound of <see cref="ShareExcess.OneValue"/>; it can begin at any row, so the level is that of one row.</remarks>
internal sealed class ValueRuns(FeatureBaseline[] features, DataQualityOptions options, QualityBudget budget)
{
    private const string Metric = "run-length";

    private readonly float[] _last = [.. Enumerable.Repeat(float.NaN, features.Length)];
    private readonly long[] _run = new long[features.Length];

    public void Judge(int feature, ReadOnlySpan<float> column, QualityJudgement judgement)
    {
        FeatureBaseline of = features[feature];
        (float last, long run) = (_last[feature], _run[feature]);
        (float longestValue, long longest) = (float.NaN, 0);
        double worst = 1;
        bool hasValues = false;
        foreach (float value in column)
        {
            if (float.IsNaN(value))
            {
                continue;
            }

            hasValues = true;
            if (value != last)
            {
                Weigh(last, run);
                (last, run) = (value, 0);
            }

            run++;
        }

        Weigh(last, run);
        (_last[feature], _run[feature]) = (last, run);
        double level = budget.Level(DataQualityCheck.Stuck, 1);
        if (longest > 0 && worst <= level)
        {
            double share = (double)of.Counts.GetValueOrDefault(longestValue) / of.Present.Length;
            string message = string.Create(CultureInfo.InvariantCulture, $"Feature '{of.Name}' had one value for {longest} rows in a row that have one; in the reference {share:P1} have it.");
            judgement.Findings.Add(new(DataQualityCheck.Stuck, of.Name, Metric, longest, Math.Max(options.StuckRows, 2 * of.LongestRun), message) { PValue = worst, Level = level });
        }
        else if (hasValues && longest == 0)
        {
            judgement.NotFound(DataQualityCheck.Stuck, of.Name, Metric);
        }

        void Weigh(float value, long length)
        {
            // The reference's rows may depend on each other: a run of twice its own longest is needed, too.
            if (!of.Varies || length < Math.Max(options.StuckRows, 2 * of.LongestRun))
            {
                return;
            }

            double p = ShareExcess.OneValue(of.Counts.GetValueOrDefault(value), of.Present.Length, length);
            if (p <= worst)
            {
                (worst, longest, longestValue) = (p, length, value);
            }
        }
    }
}
