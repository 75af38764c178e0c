using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>The Brier score: the mean squared distance of the probability from the label, (1/n) sum (p - y)^2; from 0, perfect, to 1.</summary>
/// <remarks>Source: Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78, 1950, in the form for two
/// classes. Sums in double. No allocation.</remarks>
public static class BrierScore
{
    /// <summary>The Brier score of float or double probabilities.</summary>
    /// <param name="scores">p, the probability of label 1, from 0 to 1. NaN means missing: the row is passed over.</param>
    /// <param name="labels">y: 0 or 1; as many.</param>
    /// <returns>NaN if no row has a score.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a score is below 0 or above 1, or a label is neither 0 nor 1.</exception>
    public static double Of(ReadOnlySpan<float> scores, ReadOnlySpan<byte> labels) => ScoreLoss.Mean(scores, labels, default(Squared));

    /// <inheritdoc cref="Of(ReadOnlySpan{float}, ReadOnlySpan{byte})"/>
    public static double Of(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels) => ScoreLoss.Mean(scores, labels, default(Squared));

    private struct Squared : IScoreLoss
    {
        private Vector256<double> _sum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector256<double> score, Vector256<double> positive, Vector256<double> there)
        {
            Vector256<double> distance = score - (positive & Vector256<double>.One);
            _sum += distance * distance & there;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Take()
        {
            Vector256<double> sum = _sum;
            _sum = Vector256<double>.Zero;
            return sum;
        }
    }
}
