using System.Globalization;

namespace AISafety.Robustness;

/// <summary>How far an attacker may change a row: within a ball around it, and within the range that values have.</summary>
public sealed record AttackBudget
{
    /// <summary>How a change is measured. Default: the greatest change of any value.</summary>
    public AttackNorm Norm { get; init; }

    /// <summary>The greatest change, in the unit of the values: more than 0. Infinity leaves only the range, for attacks that look for the least change themselves.</summary>
    public required float Epsilon { get; init; }

    /// <summary>The least value that a row can have, finite. Default: 0.</summary>
    public float Minimum { get; init; }

    /// <summary>The greatest value that a row can have, finite and more than <see cref="Minimum"/>. Default: 1.</summary>
    public float Maximum { get; init; } = 1;

    /// <summary>A budget for the greatest change of any value, in the range 0 to 1.</summary>
    /// <param name="epsilon">The greatest change.</param>
    public static AttackBudget LInfinity(float epsilon) => new() { Epsilon = epsilon };

    /// <summary>A budget for the Euclidean length of the change, in the range 0 to 1.</summary>
    /// <param name="epsilon">The greatest length.</param>
    public static AttackBudget L2(float epsilon) => new() { Norm = AttackNorm.L2, Epsilon = epsilon };

    /// <summary>How far two rows are apart, computed in double.</summary>
    /// <param name="row">One row.</param>
    /// <param name="other">Another, as long.</param>
    /// <exception cref="ArgumentException">They differ in length.</exception>
    public double Distance(ReadOnlySpan<float> row, ReadOnlySpan<float> other)
    {
        if (row.Length != other.Length)
        {
            throw new ArgumentException($"The rows have {row.Length} and {other.Length} values; expected as many.", nameof(other));
        }

        double most = 0;
        double squares = 0;
        for (int i = 0; i < row.Length; i++)
        {
            double change = Math.Abs((double)row[i] - other[i]);
            most = change > most ? change : most;
            squares += change * change;
        }

        return Norm == AttackNorm.L2 ? Math.Sqrt(squares) : most;
    }

    /// <summary>The budget as text, such as <c>L-inf 0.03</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Norm == AttackNorm.L2 ? "L2" : "L-inf")} {Epsilon}");

    // Without slack: attacks stay within the last float of the ball.
    internal bool Allows(double distance) => distance <= Epsilon;

    internal void Check(OptionCheck check, bool needsEpsilon)
    {
        check.Require(Norm is AttackNorm.LInfinity or AttackNorm.L2, nameof(Norm), Norm, "LInfinity or L2");
        check.Require(Epsilon > 0 && !(needsEpsilon && float.IsInfinity(Epsilon)), nameof(Epsilon), Epsilon, needsEpsilon ? "more than 0, and finite" : "more than 0");
        check.Require(float.IsFinite(Minimum), nameof(Minimum), Minimum, "a finite number");
        check.Require(float.IsFinite(Maximum) && Maximum > Minimum, nameof(Maximum), Maximum, "a finite number more than Minimum");
    }
}
