using AISafety.Fairness;

namespace AISafety;

/// <summary>Makes stated probabilities true ones in each group.</summary>
public static class GroupCalibrationExtensions
{
    /// <summary>Replaces the probability of each output by the calibrated one of the call's group. Guard <c>group-calibration</c>; add it before guards that judge the probability.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="group">Reads the group from the input as guards see it; null means missing.</param>
    /// <param name="read">Reads the probability, 0 to 1. Another number blocks (<c>fairness.invalid-score</c>).</param>
    /// <param name="write">Makes the output with another probability, and does not change the one given.</param>
    /// <param name="calibration">The curves; see <see cref="GroupProbabilityCalibration{TGroup}.Fit"/>.</param>
    /// <param name="options">What a group that is not known means, and how the guard is treated.</param>
    /// <remarks>Codes: <c>fairness.calibration</c> (Replace, on every call whose probability changes), <c>fairness.group-unknown</c> (Flag or as in the options, beside it if both), <c>fairness.invalid-score</c> (Block).</remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="SafetyBuildException">At Build: an option is out of range.</exception>
    public static SafetyBuilder<TIn, TOut> AddGroupCalibration<TIn, TOut, TGroup>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TIn, TGroup?> group,
        Func<TOut, double> read,
        Func<TOut, double, TOut> write,
        GroupProbabilityCalibration<TGroup> calibration,
        GroupCalibrationOptions? options = null)
        where TGroup : notnull
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(calibration);
        options ??= GroupCalibrationOptions.Default;
        return builder.AddOutputGuard(_ => new GroupCalibrationGuard<TIn, TOut, TGroup>(group, read, write, calibration, options), options);
    }
}
