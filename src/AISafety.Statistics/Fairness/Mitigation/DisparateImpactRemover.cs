namespace AISafety.Statistics;

/// <summary>Repairs features so that groups are distributed alike, while ranks within each group are kept: the geometric repair.</summary>
/// <remarks>
/// <para>A value x that stands at the position u among the fitting values of its group becomes (1 - level) x + level M(u), where M(u) is the median over groups of their quantiles at u (of an even number the mean of the middle two).
/// At level 1 the group cannot be told from one repaired feature any more, as far as its values are not tied within a group; what several features say together is not repaired. Quantiles are of type 7; equal values stand at the middle of their positions, and are not torn apart; a value between
/// those seen stands between them, one outside at their end.</para>
/// <para>A model is trained on repaired rows and asked with repaired rows. Source: Feldman, Friedler, Moeller, Scheidegger and Venkatasubramanian, Certifying and removing disparate impact, KDD 2015. Keeps the fitting values;
/// immutable.</para>
/// </remarks>
public sealed class DisparateImpactRemover
{
    private readonly QuantileMap[][] _features;

    private DisparateImpactRemover(QuantileMap[][] features, int groupCount) => (_features, GroupCount) = (features, groupCount);

    /// <summary>How many features a row has.</summary>
    public int Width => _features.Length;

    /// <summary>How many groups there are.</summary>
    public int GroupCount { get; }

    /// <summary>Takes the quantiles of each feature in each group.</summary>
    /// <param name="rows">Row after row, the ordered features that are to be repaired. NaN means missing; the others are finite.</param>
    /// <param name="width">How many features; 1 or more.</param>
    /// <param name="groups">Each row's group, counted from 0.</param>
    /// <param name="groupCount">How many groups; 1 to 65,536. Each has a value of each feature.</param>
    /// <exception cref="ArgumentException">A row is not full, the lengths differ, a value is infinite, a group is out of range, or a group has no value of a feature.</exception>
    public static DisparateImpactRemover Fit(ReadOnlySpan<double> rows, int width, ReadOnlySpan<int> groups, int groupCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        GroupCode.RequireCount(groupCount);
        if (rows.Length != (long)groups.Length * width)
        {
            throw new ArgumentException($"There are {rows.Length} values for {groups.Length} rows; expected {width} for each.", nameof(rows));
        }

        GroupCode.Require(groups, groups.Length, groupCount);
        QuantileMap[][] features = new QuantileMap[width][];
        for (int feature = 0; feature < width; feature++)
        {
            List<double>[] values = [.. Enumerable.Range(0, groupCount).Select(static _ => new List<double>())];
            for (int row = 0; row < groups.Length; row++)
            {
                double value = rows[row * width + feature];
                if (double.IsInfinity(value))
                {
                    throw new ArgumentException($"Feature {feature} of row {row} is infinite; expected finite numbers, or NaN for missing.", nameof(rows));
                }

                if (!double.IsNaN(value))
                {
                    values[groups[row]].Add(value);
                }
            }

            features[feature] = new QuantileMap[groupCount];
            for (int group = 0; group < groupCount; group++)
            {
                double[] own = values[group].Count > 0
                    ? [.. values[group]]
                    : throw new ArgumentException($"Group {group} has no value of feature {feature}; expected at least one.", nameof(rows));
                NumberSort.Ascending<double>(own);
                features[feature][group] = new(own);
            }
        }

        return new(features, groupCount);
    }

    /// <summary>Repairs a row.</summary>
    /// <param name="row">Its features. NaN stays NaN, and an infinite value stands at the end.</param>
    /// <param name="group">Its group.</param>
    /// <param name="level">How far: 0 leaves the row as it is, 1 repairs it fully.</param>
    /// <param name="repaired">Takes the features; as long. May be <paramref name="row"/> itself.</param>
    /// <exception cref="ArgumentException">A length is not <see cref="Width"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group, or the level is not from 0 to 1.</exception>
    public void Apply(ReadOnlySpan<double> row, int group, double level, Span<double> repaired)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(group);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(group, GroupCount);
        if (!(level is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "Expected 0 to 1.");
        }

        if (row.Length != Width || repaired.Length != Width)
        {
            throw new ArgumentException($"There are {row.Length} features and {repaired.Length} places; expected {Width} of each.", nameof(row));
        }

        double[] quantiles = new double[GroupCount];
        for (int feature = 0; feature < Width; feature++)
        {
            double value = row[feature];
            repaired[feature] = double.IsNaN(value) || level == 0 ? value : Mixed(value, Target(_features[feature], group, value, quantiles), level);
        }
    }

    // Not by (1 - level) times the value where that is nothing: it may be infinite.
    private static double Mixed(double value, double target, double level) => level == 1 ? target : (1 - level) * value + level * target;

    private static double Target(QuantileMap[] groups, int group, double value, double[] quantiles)
    {
        double position = groups[group].PositionOf(value);
        for (int i = 0; i < groups.Length; i++)
        {
            quantiles[i] = groups[i].ValueAt(position);
        }

        Array.Sort(quantiles);
        return 0.5 * quantiles[(groups.Length - 1) / 2] + 0.5 * quantiles[groups.Length / 2];
    }
}
