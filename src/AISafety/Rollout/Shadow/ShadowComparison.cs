namespace AISafety.Rollout;

/// <summary>A rule by which two outputs agree.</summary>
/// <typeparam name="TOut">What the models answer.</typeparam>
/// <remarks>Made by <see cref="ShadowComparison"/>. Asked on a shadow's thread, off every caller's path.</remarks>
public sealed class ShadowComparison<TOut>
{
    private readonly Func<TOut, TOut, bool> _agree;

    internal ShadowComparison(Func<TOut, TOut, bool> agree) => _agree = agree;

    /// <summary>Whether the outputs agree. What a function of the user's throws comes out.</summary>
    /// <param name="stable">The model's output.</param>
    /// <param name="candidate">The candidate's.</param>
    public bool Agree(TOut stable, TOut candidate) => _agree(stable, candidate);
}

/// <summary>Rules by which two outputs agree.</summary>
public static class ShadowComparison
{
    /// <summary>Outputs agree if they are equal: arrays and blocks of memory element by element, others by <see cref="EqualityComparer{T}.Default"/>. NaN equals NaN.</summary>
    /// <typeparam name="TOut">What the models answer. A record that holds an array is equal only if it is the same array: give a comparer.</typeparam>
    /// <param name="comparer">Says what is equal; null for the above.</param>
    public static ShadowComparison<TOut> Equal<TOut>(IEqualityComparer<TOut>? comparer = null) => new(comparer is null ? OutputEquality.For<TOut>() : comparer.Equals);

    /// <summary>Outputs agree if a number in them differs by at most <paramref name="tolerance"/>: |a - b| &lt;= tolerance.</summary>
    /// <param name="tolerance">The difference that is still agreement, in the number's unit; 0 or more, finite.</param>
    /// <param name="selector">Reads the number. NaN agrees with NaN and with nothing else; an infinity with itself alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or not finite.</exception>
    public static ShadowComparison<TOut> Within<TOut>(double tolerance, Func<TOut, double> selector) =>
        Numbers(tolerance, selector, static (stable, candidate, tolerance) => Math.Abs(stable - candidate) <= tolerance);

    /// <summary>Outputs agree if a number in them differs by at most a share of the model's: |a - b| &lt;= tolerance |a|, where a is the model's. If that is 0, only 0 agrees.</summary>
    /// <param name="tolerance">The share, such as 0.01 for one percent; 0 or more, finite.</param>
    /// <param name="selector">Reads the number. NaN agrees with NaN and with nothing else; an infinity with itself alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or not finite.</exception>
    public static ShadowComparison<TOut> WithinRelative<TOut>(double tolerance, Func<TOut, double> selector) =>
        Numbers(tolerance, selector, static (stable, candidate, tolerance) => Math.Abs(stable - candidate) <= tolerance * Math.Abs(stable));

    /// <summary>Classifications agree if they have the same label, whatever the probabilities. Two without a class agree.</summary>
    public static ShadowComparison<Classification> Label() => new(static (stable, candidate) => string.Equals(stable.Label, candidate.Label, StringComparison.Ordinal));

    /// <summary>What is used where no rule is given: classifications by label, other outputs by <see cref="Equal"/>.</summary>
    internal static ShadowComparison<TOut> DefaultOf<TOut>() =>
        typeof(TOut) == typeof(Classification) ? (ShadowComparison<TOut>)(object)Label() : Equal<TOut>();

    private static ShadowComparison<TOut> Numbers<TOut>(double tolerance, Func<TOut, double> selector, Func<double, double, double, bool> isNear)
    {
        if (!(tolerance >= 0 && double.IsFinite(tolerance)))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "Expected a finite number of 0 or more.");
        }

        ArgumentNullException.ThrowIfNull(selector);
        return new((stable, candidate) =>
        {
            (double a, double b) = (selector(stable), selector(candidate));

            // Equals, so that NaN and the infinities agree with themselves; a difference of infinities is NaN, and one to infinity is within no tolerance.
            return a.Equals(b) || (double.IsFinite(a) && double.IsFinite(b) && isNear(a, b, tolerance));
        });
    }
}
