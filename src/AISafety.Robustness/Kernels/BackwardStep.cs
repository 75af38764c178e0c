using System.Numerics;
using System.Runtime.InteropServices;

namespace AISafety.Robustness.Kernels;

/// <summary>The loops of backward bound propagation: over one row of coefficients.</summary>
internal static class BackwardStep
{
    /// <summary>Puts lines in place of activations: a coefficient takes the lower line if it is 0 or more, else the upper one.</summary>
    /// <param name="coefficients">Of the activations.</param>
    /// <param name="lowerSlope">Slopes of the lower lines.</param>
    /// <param name="lowerIntercept">Their intercepts.</param>
    /// <param name="upperSlope">Slopes of the upper lines.</param>
    /// <param name="upperIntercept">Their intercepts.</param>
    /// <param name="arguments">Is added the coefficients of the arguments.</param>
    /// <returns>What the intercepts add to the bound, and the sum of the absolute values of that.</returns>
    public static (double Constant, double Magnitude) Relax(
        ReadOnlySpan<double> coefficients, ReadOnlySpan<double> lowerSlope, ReadOnlySpan<double> lowerIntercept,
        ReadOnlySpan<double> upperSlope, ReadOnlySpan<double> upperIntercept, Span<double> arguments)
    {
        int width = Vector<double>.Count;
        Vector<double> constants = default;
        Vector<double> magnitudes = default;
        int i = 0;
        if (coefficients.Length >= width)
        {
            ref double a = ref MemoryMarshal.GetReference(coefficients);
            ref double ls = ref MemoryMarshal.GetReference(lowerSlope[..coefficients.Length]);
            ref double li = ref MemoryMarshal.GetReference(lowerIntercept[..coefficients.Length]);
            ref double us = ref MemoryMarshal.GetReference(upperSlope[..coefficients.Length]);
            ref double ui = ref MemoryMarshal.GetReference(upperIntercept[..coefficients.Length]);
            ref double to = ref MemoryMarshal.GetReference(arguments[..coefficients.Length]);
            for (; i <= coefficients.Length - width; i += width)
            {
                nuint at = (nuint)i;
                Vector<double> coefficient = Vector.LoadUnsafe(ref a, at);
                Vector<long> isUpper = Vector.LessThan(coefficient, Vector<double>.Zero);
                Vector<double> slope = Vector.ConditionalSelect(isUpper, Vector.LoadUnsafe(ref us, at), Vector.LoadUnsafe(ref ls, at));
                Vector<double> added = coefficient * Vector.ConditionalSelect(isUpper, Vector.LoadUnsafe(ref ui, at), Vector.LoadUnsafe(ref li, at));
                constants += added;
                magnitudes += Vector.Abs(added);
                (Vector.LoadUnsafe(ref to, at) + coefficient * slope).StoreUnsafe(ref to, at);
            }
        }

        double constant = Vector.Sum(constants);
        double magnitude = Vector.Sum(magnitudes);
        for (; i < coefficients.Length; i++)
        {
            double coefficient = coefficients[i];
            bool isUpper = coefficient < 0;
            double added = coefficient * (isUpper ? upperIntercept[i] : lowerIntercept[i]);
            constant += added;
            magnitude += Math.Abs(added);
            arguments[i] += coefficient * (isUpper ? upperSlope[i] : lowerSlope[i]);
        }

        return (constant, magnitude);
    }

    /// <summary>The sum of |a| m.</summary>
    public static double AbsoluteDot(ReadOnlySpan<double> a, ReadOnlySpan<double> m)
    {
        int width = Vector<double>.Count;
        Vector<double> first = default;
        Vector<double> second = default;
        int i = 0;
        for (; i <= a.Length - 2 * width; i += 2 * width)
        {
            first += Vector.Abs(new Vector<double>(a[i..])) * new Vector<double>(m[i..]);
            second += Vector.Abs(new Vector<double>(a[(i + width)..])) * new Vector<double>(m[(i + width)..]);
        }

        double sum = Vector.Sum(first + second);
        for (; i < a.Length; i++)
        {
            sum += Math.Abs(a[i]) * m[i];
        }

        return sum;
    }
}
