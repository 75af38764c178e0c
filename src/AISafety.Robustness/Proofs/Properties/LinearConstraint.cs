namespace AISafety.Robustness;

/// <summary>A half-space of outputs: the sum of coefficient times output is at most a bound. Immutable.</summary>
public sealed class LinearConstraint
{
    private readonly double[] _coefficients;

    /// <summary>Creates a constraint.</summary>
    /// <param name="coefficients">One for each output; finite; copied.</param>
    /// <param name="bound">What the sum is at most; finite.</param>
    /// <exception cref="ArgumentException">A number is not finite, or there are none.</exception>
    public LinearConstraint(ReadOnlySpan<double> coefficients, double bound)
    {
        if (coefficients.IsEmpty || !double.IsFinite(bound) || !Array.TrueForAll(coefficients.ToArray(), double.IsFinite))
        {
            throw new ArgumentException("A coefficient or the bound is not finite, or there are no coefficients.", nameof(coefficients));
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
