namespace AISafety.Statistics;

/// <summary>Goes back over the remembered cells and finds from where on bets on a change would have paid best.</summary>
internal static class StartLikelihood
{
    /// <param name="bets">The cells and stakes.</param>
    /// <param name="recent">The cells of the last values, in a ring.</param>
    /// <param name="count">How many values there were.</param>
    /// <param name="values">How many of them fell into each cell.</param>
    /// <param name="level">The probability of the range.</param>
    public static ChangeStart Locate(RankBets bets, ReadOnlySpan<byte> recent, long count, ReadOnlySpan<long> values, double level)
    {
        int known = (int)Math.Min(count, recent.Length);
        if (known == 0)
        {
            return default;
        }

        // The urn is emptied value by value, so that each bet is seen as it would have been made.
        int laws = RankBets.FineLaws;
        double[] stakes = bets.FineStakes();
        double[] weights = new double[known];
        double[] sums = new double[laws];
        double[] logs = new double[laws];
        for (int cell = 0; cell < values.Length; cell++)
        {
            for (int k = 0; k < laws; k++)
            {
                sums[k] += (bets.Gaps[cell] + values[cell]) * stakes[(cell * laws) + k];
            }
        }

        double urn = bets.SampleSize + 1.0 + count;
        double greatest = double.NegativeInfinity;
        for (int back = 0; back < known; back++)
        {
            urn--;
            weights[back] = Add(stakes.AsSpan(recent[(int)((count - 1 - back) % recent.Length)] * laws, laws), urn, sums, logs);
            greatest = Math.Max(greatest, weights[back]);
        }

        return Range(weights, greatest, level, count > known);
    }

    /// <summary>Takes one value out of the urn and its bet into account; the logarithm of what all laws' bets from it on have made together.</summary>
    private static double Add(ReadOnlySpan<double> stakes, double urn, double[] sums, double[] logs)
    {
        double most = double.NegativeInfinity;
        for (int k = 0; k < stakes.Length; k++)
        {
            sums[k] -= stakes[k];
            logs[k] += Math.Log(stakes[k] * urn / sums[k]);
            most = Math.Max(most, logs[k]);
        }

        double sum = 0;
        foreach (double log in logs)
        {
            sum += Math.Exp(log - most);
        }

        return most + Math.Log(sum);
    }

    private static ChangeStart Range(double[] weights, double greatest, double level, bool isTruncated)
    {
        double total = 0;
        int likely = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] == greatest)
            {
                likely = i;
            }

            weights[i] = Math.Exp(weights[i] - greatest);
            total += weights[i];
        }

        int[] order = [.. Enumerable.Range(0, weights.Length)];
        Array.Sort(Array.ConvertAll(weights, static weight => -weight), order);
        double held = 0;
        int least = likely;
        int most = likely;
        foreach (int place in order)
        {
            least = Math.Min(least, place);
            most = Math.Max(most, place);
            held += weights[place];
            if (held >= level * total)
            {
                break;
            }
        }

        return new(likely + 1, least + 1, most + 1, isTruncated && most == weights.Length - 1);
    }
}
