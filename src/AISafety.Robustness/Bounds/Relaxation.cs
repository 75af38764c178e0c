using AISafety.Robustness.Graphs;

namespace AISafety.Robustness.Bounds;

/// <summary>Lines that enclose an activation between two bounds of its argument.</summary>
/// <remarks>
/// <para>Slopes may be any number: soundness is in the intercepts, which are rounded outward.</para>
/// <para>Source: H. Zhang et al., Efficient neural network robustness certification with general activation functions (CROWN), NeurIPS 2018.</para>
/// </remarks>
internal static class Relaxation
{
    // Above what Math.Exp, Math.Tanh and a handful of operations may be wrong by, relative to the numbers in the sum.
    private const double Rounding = 32 * 2.220446049250313e-16;
    private const int Bisections = 40;

    /// <summary>A ReLU, leaky or not. The lower slope is 1 where the positive side is the wider, else that of the negative side (CROWN's adaptive choice).</summary>
    public static void Relu(Lines lines, int at, double lower, double upper, double slope)
    {
        if (lower >= 0)
        {
            lines.Set(at, 1, 0, 1, 0);
        }
        else if (upper <= 0)
        {
            lines.Set(at, slope, 0, slope, 0);
        }
        else
        {
            double chord = (upper - slope * lower) / (upper - lower);
            double intercept = Math.Max(slope * lower - chord * lower, upper - chord * upper);
            lines.Set(at, upper > -lower ? 1 : slope, 0, chord, intercept + Rounding * (upper - lower));
        }
    }

    /// <summary>The sigmoid or the hyperbolic tangent: convex below 0, concave above.</summary>
    public static void Curve(Lines lines, int at, double lower, double upper, Activation kind)
    {
        double atLower = Value(lower, kind);
        double atUpper = Value(upper, kind);
        double width = upper - lower;
        double chord = width > 1e-9 ? (atUpper - atLower) / width : 0;
        double margin = Rounding * (1 + Math.Abs(lower) + Math.Abs(upper));
        if (!(width > 1e-9) || !double.IsFinite(chord))
        {
            lines.Set(at, 0, atLower - margin, 0, atUpper + margin);
            return;
        }

        // Where the function is concave between the bounds, the chord lies below it and any tangent above; where it is convex, the other way round.
        double lowerSlope = chord, lowerAt = lower, upperSlope = chord, upperAt = lower;
        if (lower >= 0)
        {
            upperAt = (lower + upper) / 2;
            upperSlope = Slope(upperAt, kind);
        }
        else if (upper <= 0)
        {
            lowerAt = (lower + upper) / 2;
            lowerSlope = Slope(lowerAt, kind);
        }
        else
        {
            (upperSlope, upperAt) = Touching(lower, upper, chord, kind);
            (lowerSlope, lowerAt) = Touching(upper, lower, chord, kind);
        }

        lines.Set(
            at,
            lowerSlope, Value(lowerAt, kind) - lowerSlope * lowerAt - margin,
            upperSlope, Value(upperAt, kind) - upperSlope * upperAt + margin);
    }

    public static double Value(double x, Activation kind) => kind == Activation.Tanh ? Math.Tanh(x) : 1 / (1 + Math.Exp(-x));

    private static double Slope(double x, Activation kind)
    {
        double value = Value(x, kind);
        return kind == Activation.Tanh ? 1 - value * value : value * (1 - value);
    }

    /// <summary>The tangent on the far side of 0 that passes the near end on the right side of the function; the chord if there is none before the far end.</summary>
    private static (double Slope, double At) Touching(double near, double far, double chord, Activation kind)
    {
        // The function lies on the chord's right side everywhere if the slope at the far end is no less than the chord's.
        if (Slope(far, kind) >= chord)
        {
            return (chord, near);
        }

        // A tangent at the far end passes the near end outside; one at 0 may not. Bisection keeps an end that does.
        double outside = far;
        double inside = 0;
        double value = Value(near, kind);
        for (int i = 0; i < Bisections; i++)
        {
            double middle = (outside + inside) / 2;
            double reached = Value(middle, kind) + Slope(middle, kind) * (near - middle);
            bool isOutside = far > 0 ? reached >= value : reached <= value;
            (outside, inside) = isOutside ? (middle, inside) : (outside, middle);
        }

        return (Slope(outside, kind), outside);
    }
}
