namespace AISafety.Statistics;

/// <summary>Weights of training rows under which group and label are independent.</summary>
/// <remarks>
/// <para>A row of group g and label y weighs n(g) n(y) / (n n(g, y)): how often such rows would be seen if the label did not depend on the group, over how often they are. The weighted share of label 1 is then the same in all
/// groups, and groups, labels and all rows together weigh as much as before, provided that each group has rows of both labels.</para>
/// <para>A model trained with them makes use of the group less; how its decisions come out is to be measured. Source: Kamiran and Calders, Data preprocessing techniques for classification without discrimination, Knowledge and
/// Information Systems 33, 2012. Immutable.</para>
/// </remarks>
public sealed class Reweighing
{
    private readonly long[] _counts;
    private readonly double[] _weights;

    private Reweighing(long[] counts, double[] weights) => (_counts, _weights) = (counts, weights);

    /// <summary>How many groups there are.</summary>
    public int GroupCount => _weights.Length / 2;

    /// <summary>Whether each group that has rows has them of both labels; without, no weights make the shares equal.</summary>
    public bool IsBalanced
    {
        get
        {
            for (int i = 0; i < _counts.Length; i += 2)
            {
                if (_counts[i] == 0 != (_counts[i + 1] == 0))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Counts rows and makes their weights.</summary>
    /// <param name="groups">Each row's group, counted from 0; at least one row.</param>
    /// <param name="labels">0 or 1; as many.</param>
    /// <param name="groupCount">How many groups; 1 to 65,536.</param>
    /// <exception cref="ArgumentException">There is no row, the lengths differ, or a label or group is out of range.</exception>
    public static Reweighing Fit(ReadOnlySpan<int> groups, ReadOnlySpan<byte> labels, int groupCount)
    {
        GroupCode.RequireCount(groupCount);
        GroupCode.Require(groups, labels.Length, groupCount);
        BinaryLabels.Require(labels, nameof(labels));
        if (labels.IsEmpty)
        {
            throw new ArgumentException("There is no row; expected at least one.", nameof(labels));
        }

        long[] counts = new long[2 * groupCount];
        Span<long> ofLabel = stackalloc long[2];
        ofLabel.Clear();
        for (int i = 0; i < labels.Length; i++)
        {
            counts[2 * groups[i] + labels[i]]++;
            ofLabel[labels[i]]++;
        }

        double[] weights = new double[counts.Length];
        for (int cell = 0; cell < counts.Length; cell++)
        {
            long ofGroup = counts[cell] + counts[cell ^ 1];

            // Both products are whole and below 2^62; 0 / 0 is NaN.
            weights[cell] = counts[cell] == 0 ? double.NaN : (double)(ofGroup * ofLabel[cell & 1]) / (labels.Length * counts[cell]);
        }

        return new(counts, weights);
    }

    /// <summary>The weight of a row; NaN for a group and label that no row had.</summary>
    /// <param name="group">The group's code.</param>
    /// <param name="label">0 or 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group or label.</exception>
    public double Weight(int group, byte label)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(group);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(group, GroupCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(label, 1);
        return _weights[2 * group + label];
    }

    /// <summary>The weights of rows.</summary>
    /// <param name="groups">Each row's group.</param>
    /// <param name="labels">0 or 1; as many.</param>
    /// <param name="weights">Takes the weights; as many. NaN for a group and label that no row had.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a label or group is out of range.</exception>
    public void Apply(ReadOnlySpan<int> groups, ReadOnlySpan<byte> labels, Span<double> weights)
    {
        GroupCode.Require(groups, labels.Length, GroupCount);
        BinaryLabels.Require(labels, nameof(labels));
        BinaryLabels.RequireSameLength(weights.Length, labels.Length, nameof(weights));
        for (int i = 0; i < labels.Length; i++)
        {
            weights[i] = _weights[2 * groups[i] + labels[i]];
        }
    }
}
