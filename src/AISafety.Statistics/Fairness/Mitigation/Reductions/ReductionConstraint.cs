namespace AISafety.Statistics;

/// <summary>What a reduction keeps on the training rows: <see cref="ParityConstraint"/> or <see cref="GroupLossConstraint"/>.</summary>
public abstract record ReductionConstraint
{
    private protected ReductionConstraint()
    {
    }

    /// <exception cref="ArgumentOutOfRangeException">A property is out of range.</exception>
    internal abstract void Require();

    /// <exception cref="ArgumentException">A group lacks rows.</exception>
    internal abstract ReductionMoments MomentsOf(byte[] labels, int[] groups, int groupCount);

    private protected static void Require<T>(bool isValid, string name, T value, string expected)
    {
        if (!isValid)
        {
            throw new ArgumentOutOfRangeException($"options.Constraint.{name}", value, FormattableString.Invariant($"{name} is {value}; expected {expected}."));
        }
    }
}
