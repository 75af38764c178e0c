namespace AISafety.Statistics;

/// <summary>Bets against conformal p-values being uniform: a test, valid at any time, that a stream is still exchangeable. The Simple Jumper.</summary>
/// <remarks>
/// <para>Three gamblers multiply their share by 1 + e (p - 1/2), e = -1, 0, 1; before each bet, a share j of the wealth is divided evenly among them.
/// If the p-values are independent and uniform, as smoothed conformal p-values of exchangeable data are, the wealth is a martingale
/// from 1, and the chance that it ever reaches c is 1 / c at most. Unsmoothed p-values of one fixed calibration sample are only about so.</para>
/// <para>NaN has no meaning here. O(1) an update; the wealth is kept as a logarithm, so that it neither overflows nor vanishes. Not thread-safe.
/// Source: V. Vovk and others, Retrain or not retrain: conformal test martingales for change-point detection, COPA 2021.</para>
/// </remarks>
public sealed class ConformalMartingale
{
    private readonly double _jump;
    private double _low;
    private double _middle;
    private double _high;

    /// <summary>Makes a martingale.</summary>
    /// <param name="jump">j; more than 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="jump"/> is out of its range.</exception>
    public ConformalMartingale(double jump = 0.01)
    {
        _jump = StreamRange.Factor(jump);
        Reset();
    }

    /// <summary>How many p-values there were.</summary>
    public long Count { get; private set; }

    /// <summary>The natural logarithm of the wealth.</summary>
    public double LogWealth { get; private set; }

    /// <summary>The wealth: an e-value. May be infinite.</summary>
    public double EValue => Math.Exp(LogWealth);

    /// <summary>Takes the next p-value.</summary>
    /// <param name="pValue">0 to 1.</param>
    /// <returns>The wealth.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pValue"/> is NaN or out of its range. Nothing was changed.</exception>
    public double Update(double pValue)
    {
        if (!(pValue is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(pValue), pValue, "Expected a p-value of 0 to 1.");
        }

        // The shares add up to 1 before the bet, and what they add up to after it is the factor that the wealth has grown by.
        double even = _jump / 3;
        double low = (((1 - _jump) * _low) + even) * (1.5 - pValue);
        double middle = ((1 - _jump) * _middle) + even;
        double high = (((1 - _jump) * _high) + even) * (0.5 + pValue);
        double growth = low + middle + high;
        _low = low / growth;
        _middle = middle / growth;
        _high = high / growth;
        LogWealth += Math.Log(growth);
        Count++;
        return EValue;
    }

    /// <summary>Starts with a wealth of 1 again.</summary>
    public void Reset()
    {
        _low = _middle = _high = 1.0 / 3;
        LogWealth = 0;
        Count = 0;
    }
}
