namespace AISafety.Statistics;

/// <summary>Goes back over the remembered cells and finds from where on the bets would have paid best.</summary>
internal static class StartLikelihood
{
    public static ChangeStart Locate(RankBets bets, ReadOnlySpan<byte> recent, long count, ReadOnlySpan<double> state, double level)
    {
        int known = (int)Math.Min(count, recent.Length);
        if (known == 0)
        {
            return default;
        }

        // The state is undone value by value, so that each bet is seen as it was made.
        double[] weights = new double[known];
        Span<double> sums = stackalloc double[RankBets.Gamblers];
        Span<double> logs = stackalloc double[RankBets.Gamblers];
        state[..RankBets.Gamblers].CopyTo(sums);
        logs.Clear();
        double urn = bets.SampleSize + 1.0 + count;
        double greatest = double.NegativeInfinity;
        for (int back = 0; back < known; back++)
        {
            ReadOnlySpan<double> stakes = bets.Stakes.AsSpan(recent[(int)((count - 1 - back) % recent.Length)] * RankBets.Gamblers, RankBets.Gamblers);
            urn--;
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

            weights[back] = most + Math.Log(sum);
            greatest = Math.Max(greatest, weights[back]);
        }

        return Range(weights, greatest, level, count > known);
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
