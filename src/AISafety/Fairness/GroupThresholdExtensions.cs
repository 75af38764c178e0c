using AISafety.Fairness;

namespace AISafety;

/// <summary>Decides by thresholds of groups, in place of the model's own.</summary>
/// <remarks>To decide by group membership may be unlawful where and for what you decide, even if it makes groups fare alike. Ask a lawyer before you enforce this.</remarks>
public static class GroupThresholdExtensions
{
    /// <summary>Decides by the threshold of the call's group, and replaces the output where the model has decided otherwise. Guard <c>group-thresholds</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="group">Reads the group from the input as guards see it; null means missing.</param>
    /// <param name="score">Reads the score, in the unit in which the thresholds were fitted. NaN blocks (<c>fairness.invalid-score</c>).</param>
    /// <param name="selected">Reads what the output has decided.</param>
    /// <param name="write">Makes the output with another decision, and does not change the one given.</param>
    /// <param name="thresholds">The rules; see <see cref="FairThresholds{TGroup}.Optimize"/> and <see cref="FairThresholds{TGroup}.RejectOption"/>.</param>
    /// <param name="key">Reads what a draw between two thresholds sticks to, such as an application's number: who asks again is decided alike. Null (default): <see cref="CallInfo.Key"/>. A call without a key draws by its id,
    /// and draws anew when it is repeated.</param>
    /// <param name="options">What a group that is not known means, the seed of draws, and how the guard is treated.</param>
    /// <remarks>Codes: <c>fairness.threshold</c> (Replace), <c>fairness.group-unknown</c> (Flag or as in the options, beside it if both), <c>fairness.invalid-score</c> (Block). Evidence names no group and no score; for a draw,
    /// <see cref="Evidence.Threshold"/> is the probability of selection and <see cref="Evidence.Score"/> the draw, which selects if it is less: <see cref="DecisionDraw"/> repeats it.</remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="SafetyBuildException">At Build: an option is out of range.</exception>
    public static SafetyBuilder<TIn, TOut> AddGroupThresholds<TIn, TOut, TGroup>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TIn, TGroup?> group,
        Func<TOut, double> score,
        Func<TOut, bool> selected,
        Func<TOut, bool, TOut> write,
        FairThresholds<TGroup> thresholds,
        Func<TIn, string?>? key = null,
        GroupThresholdOptions? options = null)
        where TGroup : notnull
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(selected);
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(thresholds);
        options ??= GroupThresholdOptions.Default;
        GroupDecision<TIn, TOut, TGroup> decision = new(group, score, selected, write, thresholds, key);
        return builder.AddOutputGuard(_ => new GroupThresholdGuard<TIn, TOut, TGroup>(decision, options), options);
    }
}
