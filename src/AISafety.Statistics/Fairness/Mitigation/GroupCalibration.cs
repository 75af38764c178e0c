namespace AISafety.Statistics;

/// <summary>A calibration curve for each group, and one of all rows for groups that are too small or not known.</summary>
/// <remarks>
/// <para>Afterwards a probability means the same in each group on average: of the rows of a group that get p, a share of about p has label 1. That is calibration within groups (Kleinberg, Mullainathan and Raghavan, ITCS 2017;
/// Pleiss, Raghavan, Wu, Kleinberg and Weinberger, NIPS 2017), and in general excludes equal error rates: where base rates differ, no imperfect score has both.</para>
/// <para>Immutable. To store it, keep the parameters of the curves.</para>
/// </remarks>
public sealed class GroupCalibration
{
    // The distance from 1 to its lower neighbour among doubles: where log odds end.
    private const double Clip = 1.1102230246251565e-16;

    private readonly Func<double, double>?[] _curves;
    private readonly Func<double, double> _pooled;

    /// <summary>Takes curves that were fitted before.</summary>
    /// <param name="curves">The curve of each group, in the order of the codes: probability in, probability out. Null for a group that has the pooled one.</param>
    /// <param name="pooled">The curve of all rows.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public GroupCalibration(IEnumerable<Func<double, double>?> curves, Func<double, double> pooled)
    {
        ArgumentNullException.ThrowIfNull(curves);
        ArgumentNullException.ThrowIfNull(pooled);
        (_curves, _pooled) = ([.. curves], pooled);
    }

    /// <summary>How many groups there are.</summary>
    public int GroupCount => _curves.Length;

    /// <summary>Fits the curves.</summary>
    /// <param name="scores">Probabilities of label 1, 0 to 1. NaN means missing: the row is passed over. Of rows that the model was not trained on.</param>
    /// <param name="labels">What was true: 0 or 1; as many.</param>
    /// <param name="groups">Each row's group, counted from 0; as many.</param>
    /// <param name="groupCount">How many groups; 1 to 65,536.</param>
    /// <param name="curve">The family. Default: beta.</param>
    /// <param name="minimumOfEachLabel">A group with fewer rows than that of either label has the pooled curve; 1 or more; 50 by default.</param>
    /// <exception cref="ArgumentException">The lengths differ, a probability, label or group is out of range, or only one label occurs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Another number or the family is out of range.</exception>
    public static GroupCalibration Fit(
        ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, ReadOnlySpan<int> groups, int groupCount, GroupCurve curve = GroupCurve.Beta, int minimumOfEachLabel = 50)
    {
        GroupCode.RequireCount(groupCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumOfEachLabel, 1);
        if (!Enum.IsDefined(curve))
        {
            throw new ArgumentOutOfRangeException(nameof(curve), curve, "Expected Beta, Platt or Isotonic.");
        }

        ProbabilityLogit.RequirePairs(scores, labels, probabilities: true);
        GroupCode.Require(groups, scores.Length, groupCount);
        (List<double> Scores, List<byte> Labels) all = ([], []);
        (List<double> Scores, List<byte> Labels)[] lists = [.. Enumerable.Range(0, groupCount).Select(static _ => (new List<double>(), new List<byte>()))];
        for (int i = 0; i < scores.Length; i++)
        {
            if (!double.IsNaN(scores[i]))
            {
                all.Scores.Add(scores[i]);
                all.Labels.Add(labels[i]);
                lists[groups[i]].Scores.Add(scores[i]);
                lists[groups[i]].Labels.Add(labels[i]);
            }
        }

        return FitCurve(all, curve, 1) is { } pooled
            ? new(lists.Select(list => FitCurve(list, curve, minimumOfEachLabel)), pooled)
            : throw new ArgumentException($"All {all.Labels.Count} rows have the same label; expected rows of both.", nameof(labels));
    }

    /// <summary>Whether a group has the pooled curve: it was too small, or its code is none.</summary>
    public bool IsPooled(int group) => (uint)group >= (uint)_curves.Length || _curves[group] is null;

    /// <summary>The calibrated probability; NaN for NaN.</summary>
    /// <param name="score">A probability; what lies outside 0 to 1 counts as its nearest end.</param>
    /// <param name="group">The group's code; one that is none has the pooled curve.</param>
    public double Apply(double score, int group) =>
        ((uint)group < (uint)_curves.Length ? _curves[group] ?? _pooled : _pooled)(Math.Clamp(score, 0, 1));

    private static Func<double, double>? FitCurve((List<double> Scores, List<byte> Labels) rows, GroupCurve curve, int minimumOfEachLabel)
    {
        int positives = rows.Labels.Count(static label => label == 1);
        if (Math.Min(positives, rows.Labels.Count - positives) < minimumOfEachLabel)
        {
            return null;
        }

        double[] scores = [.. rows.Scores];
        byte[] labels = [.. rows.Labels];
        switch (curve)
        {
            case GroupCurve.Platt:
                PlattScaling scaling = PlattScaling.Fit(Array.ConvertAll(scores, LogOdds), labels);
                return score => scaling.Apply(LogOdds(score));
            case GroupCurve.Isotonic:
                return IsotonicCalibration.Fit(scores, labels).Apply;
            default:
                return BetaCalibration.Fit(scores, labels).Apply;
        }
    }

    private static double LogOdds(double probability)
    {
        double p = Math.Clamp(probability, Clip, 1 - Clip);
        return Math.Log(p) - double.LogP1(-p);
    }
}
