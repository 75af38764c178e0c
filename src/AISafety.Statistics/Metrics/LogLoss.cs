using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>The log loss, or cross-entropy in nats: -(1/n) sum ln q, where q is the probability given to the label that came true.</summary>
/// <remarks>q = p for label 1 and 1 - p for label 0, after p was cut to [clip, 1 - clip], so that one certain error does not cost infinity. With
/// the default clip it costs 36; for scores written with few decimals take the last decimal's unit. Source: Good, Rational decisions, Journal of
/// the Royal Statistical Society B 14, 1952. Sums in double. No allocation.</remarks>
public static class LogLoss
{
    // 2^-52, the distance from 1 to the next double.
    private const double DefaultClip = 2.220446049250313e-16;

    /// <summary>The log loss of float or double probabilities.</summary>
    /// <param name="scores">p, the probability of label 1, from 0 to 1. NaN means missing: the row is passed over.</param>
    /// <param name="labels">0 or 1; as many.</param>
    /// <param name="clip">The least probability that an outcome counts as having; from 2^-52, the default, to below 0.5.</param>
    /// <returns>NaN if no row has a score.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="clip"/> is out of range or NaN.</exception>
    /// <exception cref="ArgumentException">The lengths differ, a score is below 0 or above 1, or a label is neither 0 nor 1.</exception>
    public static double Of(ReadOnlySpan<float> scores, ReadOnlySpan<byte> labels, double clip = DefaultClip) =>
        ScoreLoss.Mean(scores, labels, new Logarithmic(Checked(clip)));

    /// <inheritdoc cref="Of(ReadOnlySpan{float}, ReadOnlySpan{byte}, double)"/>
    public static double Of(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, double clip = DefaultClip) =>
        ScoreLoss.Mean(scores, labels, new Logarithmic(Checked(clip)));

    private static double Checked(double clip) =>
        clip >= DefaultClip && clip < 0.5 ? clip : throw new ArgumentOutOfRangeException(nameof(clip), clip, "Expected a number from 2^-52 to below 0.5.");

    // One logarithm for up to 16 rows: that of the product of their q. Beside the product P it keeps R = 1 - P, as 1 - P q = R + P (1 - q), which adds
    // nothing but positive numbers: where all q are near 1, the product has lost the digits of the loss and R has them all. No q is below
    // 2^-52, so that no product is below 2^-832.
    private struct Logarithmic(double clip) : IScoreLoss
    {
        private readonly Vector256<double> _least = Vector256.Create(clip);
        private readonly Vector256<double> _most = Vector256.Create(1 - clip);
        private Vector256<double> _product = Vector256<double>.One;
        private Vector256<double> _rest = Vector256<double>.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector256<double> score, Vector256<double> positive, Vector256<double> there)
        {
            Vector256<double> p = Vector256.Min(Vector256.Max(score, _least), _most);
            Vector256<double> complement = Vector256<double>.One - p;
            Vector256<double> other = Vector256.ConditionalSelect(positive, complement, p) & there;
            Vector256<double> given = Vector256.ConditionalSelect(there, Vector256.ConditionalSelect(positive, p, complement), Vector256<double>.One);
            _rest += _product * other;
            _product *= given;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Take()
        {
            // ln(1 - R) by ln of the rounded 1 - R, and what the rounding took from it, exactly, to first order.
            Vector256<double> rounded = Vector256<double>.One - _rest;
            Vector256<double> small = Vector256.LessThan(_rest, Vector256.Create(0.5));
            Vector256<double> lost = Vector256<double>.One - rounded - _rest & small;
            Vector256<double> product = Vector256.ConditionalSelect(small, rounded, _product);
            _product = Vector256<double>.One;
            _rest = Vector256<double>.Zero;
            return -(Vector256.Log(product) + lost / product);
        }
    }
}
