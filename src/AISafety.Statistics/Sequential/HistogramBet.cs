namespace AISafety.Statistics;

/// <summary>A gambler without a belief of his own: he bets on the bins where the recent values fell. Finds what no fixed law describes, in time.</summary>
/// <remarks>Sixteen bins, of about equal share where the reference has hundreds of values. His forecast is the recent values' histogram together with 16 values spread by the null law, drawn up anew after every round of 32 values;
/// a round weighs (1 - 1/200)^32 of the one after it. His factor is 9/10 of the forecast over the bin's probability under the urn, and 1/10.</remarks>
internal sealed class HistogramBet
{
    public const int Bins = 16;

    private const int Round = 32;
    private const double Forgetting = 1 - (1.0 / 200);
    private const double PriorWeight = 16;
    private const double Boldness = 0.9;

    private static readonly double _forgettingOfARound = Math.Pow(Forgetting, Round);

    private readonly double[] _urn = new double[Bins];
    private readonly double[] _prior = new double[Bins];
    private readonly double[] _recent = new double[Bins];
    private readonly double[] _round = new double[Bins];
    private readonly double[] _forecast = new double[Bins];
    private double _total;
    private int _inRound;

    public HistogramBet(RankBets bets)
    {
        for (int cell = 0; cell < bets.Gaps.Length; cell++)
        {
            _urn[bets.Bins[cell]] += bets.Gaps[cell];
        }

        for (int i = 0; i < Bins; i++)
        {
            _prior[i] = PriorWeight * _urn[i] / (bets.SampleSize + 1);
            _forecast[i] = Boldness * _prior[i] / PriorWeight;
        }
    }

    /// <summary>Bets on each of the values.</summary>
    /// <param name="cells">The values' cells.</param>
    /// <param name="binOfCell">The bin of each cell.</param>
    /// <param name="starts">What he is given before each value, times <paramref name="share"/>.</param>
    /// <param name="share">His weight.</param>
    /// <param name="urnTotal">Gaps and values before the first.</param>
    /// <param name="wealth">His evidence so far.</param>
    /// <param name="evidence">His evidence after each value is added to it.</param>
    /// <returns>His evidence after the last.</returns>
    public double Run(ReadOnlySpan<int> cells, byte[] binOfCell, ReadOnlySpan<double> starts, double share, double urnTotal, double wealth, Span<double> evidence)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            int bin = binOfCell[cells[i]] & (Bins - 1);
            double count = _urn[bin];
            wealth = (wealth + (share * starts[i])) * (1 - Boldness + (_forecast[bin] * ((urnTotal + i) / count)));
            _urn[bin] = count + 1;
            _round[bin]++;
            evidence[i] += wealth;
            if (++_inRound == Round)
            {
                DrawUp();
            }
        }

        return wealth;
    }

    private void DrawUp()
    {
        _inRound = 0;
        _total = (_total * _forgettingOfARound) + Round;
        double scale = Boldness / (PriorWeight + _total);
        for (int i = 0; i < Bins; i++)
        {
            _recent[i] = (_recent[i] * _forgettingOfARound) + _round[i];
            _round[i] = 0;
            _forecast[i] = scale * (_prior[i] + _recent[i]);
        }
    }
}
