namespace AISafety.Statistics;

/// <summary>Split conformal p-values within groups: each new score is compared with the calibration scores of its own group.</summary>
/// <remarks>The guarantee of <see cref="SplitConformal"/> then holds in each group, not only on average over all; it costs calibration rows,
/// since each group needs its own. Source: Vovk, Lindsay, Nouretdinov and Gammerman, Mondrian confidence machine, 2003. Immutable.</remarks>
public sealed class MondrianConformal
{
    private readonly SplitConformal?[] _groups;

    private MondrianConformal(SplitConformal?[] groups) => _groups = groups;

    /// <summary>How many groups there may be: one more than the greatest seen.</summary>
    public int GroupCount => _groups.Length;

    /// <summary>Takes a calibration sample.</summary>
    /// <param name="scores">The scores, greater meaning stranger; infinities are allowed. At least one.</param>
    /// <param name="groups">Each score's group, counted from 0; as many.</param>
    /// <exception cref="ArgumentException">There is no score, the lengths differ, or a score is NaN.</exception>
    public static MondrianConformal Fit(ReadOnlySpan<double> scores, ReadOnlySpan<byte> groups)
    {
        ConformalRank.RequireNumbers(scores, nameof(scores));
        ConformalRank.RequireSameLength(groups.Length, scores.Length, nameof(groups));
        SplitConformal?[] fitted = new SplitConformal?[System.Numerics.Tensors.TensorPrimitives.Max(groups) + 1];
        for (int group = 0; group < fitted.Length; group++)
        {
            List<double> own = [];
            for (int i = 0; i < scores.Length; i++)
            {
                if (groups[i] == group)
                {
                    own.Add(scores[i]);
                }
            }

            fitted[group] = own.Count == 0 ? null : SplitConformal.Fit(own.ToArray());
        }

        return new(fitted);
    }

    /// <summary>The calibration of one group; null if it had no score, of which nothing can be said.</summary>
    /// <param name="group">Any number.</param>
    public SplitConformal? Of(byte group) => group < _groups.Length ? _groups[group] : null;

    /// <summary>The conformal p-value of a score within its group; 1, no evidence at all, for a group without calibration scores.</summary>
    /// <param name="score">The score; may be infinite.</param>
    /// <param name="group">Its group.</param>
    /// <exception cref="ArgumentException"><paramref name="score"/> is NaN.</exception>
    public double PValue(double score, byte group) =>
        double.IsNaN(score) ? throw new ArgumentException("The score is NaN; expected a number.", nameof(score)) : Of(group)?.PValue(score) ?? 1;
}
