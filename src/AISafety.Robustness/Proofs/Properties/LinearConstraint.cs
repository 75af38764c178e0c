namespace AISafety.Robustness;

/// <summary>A half-space of outputs: the sum of coefficient times output is at most a bound. Immutable.</summary>
public sealed class LinearConstraint
{
    private readonly double[] _coefficients;

    /// <summary>Creates a constraint.</summary>
    /// <param name="coefficients">One for each output: 0, or 1e-100 to 1e100 by size; copied.</param>
    /// <param name="bound">What the sum is at most: -1e100 to 1e100.</param>
    /// <exception cref="ArgumentException">A number is out of range, or there are no coefficients.</exception>
    public LinearConstraint(ReadOnlySpan<double> coefficients, double bound)
    {
        if (coefficients.IsEmpty || !(Math.Abs(bound) <= 1e100) || !Array.TrueForAll(coefficients.ToArray(), static one => one == 0 || Math.Abs(one) is >= 1e-100 and <= 1e100))
        {
            throw new ArgumentException("There are no coefficients, or a coefficient or the bound is out of range; expected 0, or 1e-100 to 1e100 by size.", nameof(coefficients));
        }

        (_coefficients, Bound) = (coefficients.ToArray(), bound);
    }

    /// <summary>One for each output.</summary>
    public ReadOnlySpan<double> Coefficients => _coefficients;

    /// <summary>What the sum is at most.</summary>
    public double Bound { get; }

    internal double Excess(ReadOnlySpan<double> outputs)
    {
        double sum = -Bound;
        for (int i = 0; i < _coefficients.Length; i++)
        {
            sum += _coefficients[i] * outputs[i];
        }

        return sum;
    }
}
