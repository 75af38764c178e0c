namespace AISafety.Statistics;

/// <summary>How much a series' values depend on those some steps before: the correlation of their ranks, which heavy tails do not disturb.</summary>
/// <remarks>r(k) = sum over t of (R(t) - m)(R(t + k) - m) / sum of (R(t) - m)², R the mid-ranks and m their mean. Of n independent values it is about 1 / sqrt(n) from 0. NaN has the lowest rank, so that
/// runs of missing values count as dependence. Immutable.</remarks>
public sealed class RankAutocorrelation
{
    private readonly double[] _centred;
    private readonly double _squares;

    private RankAutocorrelation(double[] centred)
    {
        _centred = centred;
        foreach (double value in centred)
        {
            _squares += value * value;
        }
    }

    /// <summary>How many values there are.</summary>
    public int Count => _centred.Length;

    /// <summary>Ranks a series.</summary>
    /// <param name="values">The values, in the order of time.</param>
    public static RankAutocorrelation Of(ReadOnlySpan<float> values)
    {
        float[] keys = values.ToArray();
        int[] order = new int[keys.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        // NaN sorts first.
        Array.Sort(keys, order);
        double[] ranks = new double[keys.Length];
        for (int first = 0; first < keys.Length;)
        {
            int last = first;
            while (last + 1 < keys.Length && keys[last + 1].Equals(keys[first]))
            {
                last++;
            }

            for (int i = first; i <= last; i++)
            {
                ranks[order[i]] = 0.5 * (first + last - (keys.Length - 1));
            }

            first = last + 1;
        }

        return new(ranks);
    }

    /// <summary>The autocorrelation at a lag.</summary>
    /// <param name="lag">How many steps; 1 or more.</param>
    /// <returns>-1 to 1; 0 where all values are equal or the lag is as long as the series.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lag"/> is less than 1.</exception>
    public double At(int lag)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lag, 1);
        double sum = 0;
        for (int i = lag; i < _centred.Length; i++)
        {
            sum += _centred[i] * _centred[i - lag];
        }

        return _squares > 0 ? sum / _squares : 0;
    }
}
