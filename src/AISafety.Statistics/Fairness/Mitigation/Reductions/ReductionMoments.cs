namespace AISafety.Statistics;

/// <summary>An objective and constraints that are averages over rows, so that for any multipliers the best model is that of a weighted classification.</summary>
/// <remarks>The Lagrangian of multipliers m is objective + sum m_k moment_k - Bound sum |m_k|. If two-sided, a constraint is |moment| &lt;= Bound and m_k has the sign of the side that is pulled; else moment &lt;= Bound and m_k >= 0.</remarks>
internal abstract class ReductionMoments
{
    protected ReductionMoments(byte[] labels, int[] groups, int groupCount)
    {
        (Labels, Groups, GroupCount) = (labels, groups, groupCount);
        Sizes = new int[groupCount];
        foreach (int group in groups)
        {
            Sizes[group]++;
        }
    }

    /// <summary>How many constraints there are, a two-sided one counted once.</summary>
    public abstract int Count { get; }

    /// <summary>How many multipliers a grid needs; the moments after these follow from them, if two-sided.</summary>
    public abstract IReadOnlyList<int> Free { get; }

    public abstract bool IsTwoSided { get; }

    public abstract double Bound { get; }

    protected byte[] Labels { get; }

    protected int[] Groups { get; }

    protected int GroupCount { get; }

    // The rows of each group.
    protected int[] Sizes { get; }

    /// <summary>The share of rows that a moment is of.</summary>
    public abstract double Share(int constraint);

    /// <summary>Whose moment it is.</summary>
    public abstract ReductionMultiplier Name(int constraint, double multiplier);

    /// <summary>The objective of predictions, and into <paramref name="moments"/> the moments.</summary>
    public abstract double Measure(ReadOnlySpan<double> predictions, Span<double> moments);

    /// <summary>The labels and weights whose best model has the least Lagrangian.</summary>
    public abstract void Aim(ReadOnlySpan<double> multipliers, Span<byte> labels, Span<double> weights);

    /// <summary>By how much the worst constraint is exceeded; less than 0 if none is.</summary>
    public double Excess(ReadOnlySpan<double> moments) => Greatest(moments) - Bound;

    /// <summary>The greatest moment; of two sides, the greatest distance from 0.</summary>
    public double Greatest(ReadOnlySpan<double> moments)
    {
        double greatest = double.NegativeInfinity;
        foreach (double moment in moments)
        {
            greatest = Math.Max(greatest, IsTwoSided ? Math.Abs(moment) : moment);
        }

        return greatest;
    }

    public double Lagrangian(double objective, ReadOnlySpan<double> moments, ReadOnlySpan<double> multipliers)
    {
        for (int k = 0; k < moments.Length; k++)
        {
            objective += multipliers[k] * moments[k] - Bound * Math.Abs(multipliers[k]);
        }

        return objective;
    }
}
