using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Tests, valid at any time, that units fall to an arm as often as they should: a sample-ratio mismatch means that assignment or recording is broken, and no comparison of the arms can be trusted.</summary>
/// <remarks>
/// <para>Ten gamblers bet that the odds of the arm are greater or less than they should be, by factors from e^0.05 to e^0.8; each multiplies his wealth by the likelihood of what came under his odds over that under the right ones. The e-value
/// is the mean of their wealths: the chance that it ever reaches 1 / a is a at most (Ville) if each unit falls to the arm with the stated probability, which may change from unit to unit.</para>
/// <para>O(1) a unit, no allocation. Not thread-safe. Source: M. Lindon and A. Malek, Anytime-valid inference for multinomial count data, NeurIPS 2022, whose mixture is a Dirichlet for one fixed probability; this one is over odds, so that
/// the probability may change.</para>
/// </remarks>
public sealed class SampleRatioTest
{
    private static readonly double[] s_odds = [.. new double[] { 0.05, 0.1, 0.2, 0.4, 0.8, -0.05, -0.1, -0.2, -0.4, -0.8 }.Select(Math.Exp)];
    private readonly double[] _wealth = [.. s_odds.Select(static _ => 1.0 / s_odds.Length)];

    /// <summary>How many units there were.</summary>
    public long Count { get; private set; }

    /// <summary>How many of them fell to the arm.</summary>
    public long TreatedCount { get; private set; }

    /// <summary>How many of them should have, in the mean.</summary>
    public double ExpectedCount { get; private set; }

    /// <summary>The e-value of "units fall to the arm as they should": 1 / a of it or more is evidence at level a that they do not.</summary>
    public double EValue { get; private set; } = 1;

    /// <summary>Takes the next unit.</summary>
    /// <param name="isTreated">Whether it fell to the arm.</param>
    /// <param name="share">The probability with which it should have; more than 0, less than 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is out of its range. Nothing was changed.</exception>
    public void Update(bool isTreated, double share)
    {
        ArmRange.Share(share);
        for (int i = 0; i < _wealth.Length; i++)
        {
            _wealth[i] *= (isTreated ? s_odds[i] : 1) / (1 - share + (share * s_odds[i]));
        }

        EValue = TensorPrimitives.Sum<double>(_wealth);
        Count++;
        TreatedCount += isTreated ? 1 : 0;
        ExpectedCount += share;
    }
}
