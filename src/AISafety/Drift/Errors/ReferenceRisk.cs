using AISafety.Statistics;

namespace AISafety;

/// <summary>The risk that a model had where it was all right, such as on its test data: a mean of losses from 0 to 1, and of how many rows.</summary>
public sealed record ReferenceRisk
{
    private readonly long? _errors;

    private ReferenceRisk(double mean, long count, long? errors) => (Mean, Count, _errors) = (mean, count, errors);

    /// <summary>The mean loss, 0 to 1.</summary>
    public double Mean { get; }

    /// <summary>Of how many rows; 1 or more.</summary>
    public long Count { get; }

    /// <summary>An error rate.</summary>
    /// <param name="errors">How many rows were wrong; 0 to <paramref name="count"/>.</param>
    /// <param name="count">Of how many; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static ReferenceRisk FromErrors(long errors, long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(errors);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(errors, count);
        return new((double)errors / count, count, errors);
    }

    /// <summary>A mean of losses from 0 to 1.</summary>
    /// <param name="mean">The mean; 0 to 1.</param>
    /// <param name="count">Of how many independent rows; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static ReferenceRisk FromMean(double mean, long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return mean is >= 0 and <= 1 ? new(mean, count, null) : throw new ArgumentOutOfRangeException(nameof(mean), mean, "Expected 0 to 1.");
    }

    /// <summary>What the true risk exceeds with probability delta at most, over the draw of the rows: Clopper and Pearson's limit of errors, Chernoff and Hoeffding's of a mean.</summary>
    /// <param name="delta">More than 0, less than 0.5.</param>
    internal double Upper(double delta) => _errors is { } errors
        ? ProportionInterval.ClopperPearson(errors, Count, 1 - 2 * delta).Upper
        : BoundedMean.Upper(Mean, Count, delta);
}
