using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>How good the scores of a group are.</summary>
/// <param name="Group">The group's code; -1 for all rows together.</param>
/// <param name="Name">What the group is called.</param>
/// <param name="Auc">The area under the ROC curve (<see cref="RocAuc"/>). Its interval is DeLong's on the scale of log odds; where DeLong's variance is 0 or not defined, Hoeffding's for U statistics, of as many independent pairs as the rarer label has rows.</param>
/// <param name="CalibrationError">The expected calibration error over <see cref="FairnessOptions.CalibrationBins"/> bins of equal width (<see cref="Statistics.CalibrationError"/>). Its interval is for the error that the true
/// rates of the bins give, the scores as they are: it sums Clopper and Pearson's interval of each bin with rows at 1 - a / bins, holds at least as often as it says, and is wide. The value itself is biased upwards when rows are few.</param>
/// <param name="MeanScore">The mean; its interval is a bootstrap's, bias-corrected and accelerated, above 10,000 rows the normal one.</param>
/// <param name="Missing">The rows without a score.</param>
/// <param name="IsSmall">Whether fewer rows have a score than <see cref="FairnessOptions.MinimumGroupSize"/>.</param>
public sealed record ScoreMetrics(int Group, string Name, FairnessValue Auc, FairnessValue CalibrationError, FairnessValue MeanScore, int Missing, bool IsSmall)
{
    internal static ScoreMetrics Of<T>(int group, string name, ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, FairnessOptions options)
        where T : struct, IFloatingPointIeee754<T>
    {
        int count = 0;
        double sum = 0;
        T least = T.PositiveInfinity;
        T greatest = T.NegativeInfinity;
        foreach (T score in scores)
        {
            // NaN is neither less nor greater.
            least = score < least ? score : least;
            greatest = score > greatest ? score : greatest;
            bool isPresent = !T.IsNaN(score);
            count += isPresent ? 1 : 0;
            sum += isPresent ? double.CreateTruncating(score) : 0;
        }

        FairnessValue mean = count == 0 ? FairnessValue.Undefined(ValueStatus.NoRows)
            : !T.IsFinite(least) || !T.IsFinite(greatest) ? FairnessValue.Undefined(ValueStatus.NotFinite, count)
            : FairnessValue.Of(sum / count, Mean(scores, count, options), count);
        FairnessValue error = count == 0 ? FairnessValue.Undefined(ValueStatus.NoRows)
            : least < T.Zero || greatest > T.One ? FairnessValue.Undefined(ValueStatus.NotProbabilities, count)
            : Calibration(scores, labels, options);
        return new(group, name, Area(scores, labels, options.Confidence), error, mean, scores.Length - count, count < options.MinimumGroupSize);
    }

    private static Interval Mean<T>(ReadOnlySpan<T> scores, int count, FairnessOptions options)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (options.Resamples == 0)
        {
            return FairnessValue.NoInterval;
        }

        double[] present = ArrayPool<double>.Shared.Rent(count);
        int kept = 0;
        foreach (T score in scores)
        {
            if (!T.IsNaN(score))
            {
                present[kept++] = double.CreateTruncating(score);
            }
        }

        Interval interval = BootstrapMean.Of(present.AsSpan(0, count), options.Confidence, options.Resamples, options.Seed);
        ArrayPool<double>.Shared.Return(present);
        return interval;
    }

    private static FairnessValue Area<T>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, double confidence)
        where T : struct, IFloatingPointIeee754<T>
    {
        RocAucResult result = RocAuc.Compute(scores, labels);
        long count = (long)result.Positives + result.Negatives;
        if (result.Positives == 0 || result.Negatives == 0)
        {
            return FairnessValue.Undefined(count == 0 ? ValueStatus.NoRows : result.Positives == 0 ? ValueStatus.NoPositives : ValueStatus.NoNegatives, count);
        }

        double area = result.Area;
        if (area is > 0 and < 1 && result.Variance > 0)
        {
            double odds = Math.Log(area / (1 - area));
            double reach = NormalReach.Of(confidence) * result.StandardError / (area * (1 - area));
            return FairnessValue.Of(area, new(1 / (1 + Math.Exp(reach - odds)), 1 / (1 + Math.Exp(-reach - odds))), count);
        }

        int pairs = Math.Min(result.Positives, result.Negatives);
        double tail = 0.5 * (1 - confidence);
        return FairnessValue.Of(area, new(1 - BoundedMean.Upper(1 - area, pairs, tail), BoundedMean.Upper(area, pairs, tail)), count);
    }

    private static FairnessValue Calibration<T>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, FairnessOptions options)
        where T : struct, IFloatingPointIeee754<T>
    {
        ReliabilityBin[] bins = new ReliabilityBin[options.CalibrationBins];
        int missing = ReliabilityCurve.EqualWidth(scores, labels, bins);
        CalibrationErrorResult result = Statistics.CalibrationError.Of(bins, missing);
        double each = 1 - (1 - options.Confidence) / bins.Count(static bin => bin.Count > 0);
        double lower = 0;
        double upper = 0;
        foreach (ReliabilityBin bin in bins)
        {
            if (bin.Count > 0)
            {
                Interval rate = ProportionInterval.ClopperPearson(bin.Positives, bin.Count, each);
                double weight = (double)bin.Count / result.Count;
                double score = bin.ScoreSum / bin.Count;
                lower += weight * Math.Max(0, Math.Max(rate.Lower - score, score - rate.Upper));
                upper += weight * Math.Max(Math.Abs(rate.Lower - score), Math.Abs(rate.Upper - score));
            }
        }

        return FairnessValue.Of(result.Expected, new(lower, upper), result.Count);
    }
}
