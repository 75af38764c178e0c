using System.Numerics;

namespace AISafety.Statistics;

/// <summary>How far numeric predictions are off in each group.</summary>
/// <remarks>NaN on either side means a missing pair: passed over and counted. Immutable.</remarks>
public sealed class GroupErrors
{
    private readonly ErrorMetrics[] _groups;

    private GroupErrors(ErrorMetrics overall, ErrorMetrics[] groups) => (Overall, _groups) = (overall, groups);

    /// <summary>All rows together.</summary>
    public ErrorMetrics Overall { get; }

    /// <summary>Every group, in the order of the codes; the empty and the small ones too.</summary>
    public IReadOnlyList<ErrorMetrics> Groups => _groups;

    /// <summary>Computes the values.</summary>
    /// <param name="groups">Each row's group, counted from 0.</param>
    /// <param name="predictions">What was predicted; NaN if missing.</param>
    /// <param name="actuals">What came true, in the same unit; NaN if missing; as many.</param>
    /// <param name="groupCount">How many groups; 1 to 65,536.</param>
    /// <param name="names">The groups' names, in the order of the codes; their codes if null.</param>
    /// <param name="options">The defaults if null.</param>
    /// <exception cref="ArgumentException">The lengths differ, there is no such group, or there are not as many names as groups.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="groupCount"/> or an option is out of range.</exception>
    public static GroupErrors Compute<T>(
        ReadOnlySpan<int> groups, ReadOnlySpan<T> predictions, ReadOnlySpan<T> actuals, int groupCount, IReadOnlyList<string>? names = null, FairnessOptions? options = null)
        where T : struct, IFloatingPointIeee754<T> =>
        Compute<int, T>(groups, predictions, actuals, groupCount, names, options);

    /// <inheritdoc cref="Compute{T}(ReadOnlySpan{int}, ReadOnlySpan{T}, ReadOnlySpan{T}, int, IReadOnlyList{string}, FairnessOptions)"/>
    public static GroupErrors Compute<T>(
        ReadOnlySpan<byte> groups, ReadOnlySpan<T> predictions, ReadOnlySpan<T> actuals, int groupCount, IReadOnlyList<string>? names = null, FairnessOptions? options = null)
        where T : struct, IFloatingPointIeee754<T> =>
        Compute<byte, T>(groups, predictions, actuals, groupCount, names, options);

    private static GroupErrors Compute<TCode, T>(
        ReadOnlySpan<TCode> groups, ReadOnlySpan<T> predictions, ReadOnlySpan<T> actuals, int groupCount, IReadOnlyList<string>? names, FairnessOptions? options)
        where TCode : struct, IBinaryInteger<TCode>
        where T : struct, IFloatingPointIeee754<T>
    {
        options = FairnessOptions.Checked(options);
        if (predictions.Length != actuals.Length)
        {
            throw new ArgumentException($"There are {predictions.Length} predictions and {actuals.Length} actual values; expected as many of each.", nameof(predictions));
        }

        GroupPartition<TCode> partition = new(groups, actuals.Length, groupCount);
        FairnessMetrics.RequireNames(names, groupCount);
        double[] residuals = new double[actuals.Length];
        for (int i = 0; i < residuals.Length; i++)
        {
            // Infinity less infinity is NaN, but not missing.
            double residual = double.CreateTruncating(predictions[i]) - double.CreateTruncating(actuals[i]);
            residuals[i] = double.IsNaN(residual) && !T.IsNaN(predictions[i]) && !T.IsNaN(actuals[i]) ? double.PositiveInfinity : residual;
        }

        double[] own = new double[residuals.Length];
        partition.Scatter<double>(residuals, own);
        ErrorMetrics[] metrics = new ErrorMetrics[groupCount];
        for (int group = 0; group < groupCount; group++)
        {
            metrics[group] = ErrorMetrics.Of(group, FairnessMetrics.NameOf(group, names), own.AsSpan(partition[group]), options);
        }

        return new(ErrorMetrics.Of(-1, "all", residuals, options), metrics);
    }
}
