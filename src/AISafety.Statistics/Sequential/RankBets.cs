using MathNet.Numerics.Distributions;

namespace AISafety.Statistics;

/// <summary>The cells' ranks for a sample of m values, and what each of twelve gamblers stakes on each cell. The same for every sample of that size.</summary>
/// <remarks>A gambler believes that the values, in normal scores of the reference, follow a mixture of a law of his own and the null law; his stake on a cell is that mixture's probability over the cell's. Eight mix 95 % of a normal law:
/// means of +-0.3, 0.7 and 1.6, standard deviations of 0.6 and 1.6. Two mix a fifth about -2 or 2 (deviation 0.5), two a quarter below the least value of the sample, or above the greatest.</remarks>
internal sealed class RankBets
{
    /// <summary>How many gamblers there are: three vectors of four.</summary>
    public const int Gamblers = 12;

    private const int EvenCells = 32;
    private const double OwnLaw = 0.95;

    private static readonly (double Mean, double Deviation)[] _laws = [(-0.3, 1), (0.3, 1), (-0.7, 1), (0.7, 1), (-1.6, 1), (1.6, 1), (0, 0.6), (0, 1.6)];
    private static readonly (double Mean, double Deviation)[] _between = [(-0.15, 1), (0.15, 1), (-0.5, 1), (0.5, 1), (0, 0.75), (0, 0.9), (0, 1.15), (0, 1.35)];

    private static volatile RankBets? _last;

    private RankBets(int sampleSize)
    {
        SampleSize = sampleSize;
        Ranks = ChooseRanks(sampleSize);
        Stakes = new double[(Ranks.Length + 1) * Gamblers];
        Gaps = new int[Ranks.Length + 1];
        Bins = new byte[Ranks.Length + 1];
        double gaps = sampleSize + 1;
        int low = 0;
        for (int cell = 0; cell < Gaps.Length; cell++)
        {
            int high = cell < Ranks.Length ? Ranks[cell] : sampleSize + 1;
            Gaps[cell] = high - low;
            Bins[cell] = (byte)Math.Min(HistogramBet.Bins - 1, (int)(HistogramBet.Bins * (low + 0.5 * (high - low)) / gaps));
            Stake(cell, low / gaps, high / gaps);
            low = high;
        }
    }

    public int SampleSize { get; }

    /// <summary>The ranks of the edges, 1 to m, ascending.</summary>
    public int[] Ranks { get; }

    /// <summary>How many gaps each cell has.</summary>
    public int[] Gaps { get; }

    /// <summary>The bin of <see cref="HistogramBet"/> that each cell belongs to.</summary>
    public byte[] Bins { get; }

    /// <summary>Cell by cell, each gambler's stake.</summary>
    public double[] Stakes { get; }

    /// <summary>How many laws <see cref="FineStakes"/> has: the gamblers', and eight that lie between them.</summary>
    public static int FineLaws => Gamblers + _between.Length;

    /// <summary>Cell by cell, the stakes of the gamblers and of laws between them: to say when a change began takes a law nearer to it than to see that there was one.</summary>
    public double[] FineStakes()
    {
        double[] fine = new double[Gaps.Length * FineLaws];
        int low = 0;
        for (int cell = 0; cell < Gaps.Length; cell++)
        {
            Span<double> stakes = fine.AsSpan(cell * FineLaws, FineLaws);
            Stakes.AsSpan(cell * Gamblers, Gamblers).CopyTo(stakes);
            double gaps = SampleSize + 1.0;
            int high = low + Gaps[cell];
            Stake(stakes[Gamblers..], _between, Normal.InvCDF(0, 1, low / gaps), Normal.InvCDF(0, 1, high / gaps), (high / gaps) - (low / gaps));
            low = high;
        }

        return fine;
    }

    public static RankBets For(int sampleSize)
    {
        if (_last is { } last && last.SampleSize == sampleSize)
        {
            return last;
        }

        RankBets bets = new(sampleSize);
        _last = bets;
        return bets;
    }

    // Even in the middle; towards both ends, cells halve down to the one gap beyond the sample, where a far value is worth most.
    private static int[] ChooseRanks(int m)
    {
        SortedSet<int> ranks = [];
        for (int i = 1; i < EvenCells; i++)
        {
            ranks.Add((int)Math.Round((double)i * (m + 1) / EvenCells));
        }

        for (int width = 1; width < (m + 1) / EvenCells; width *= 2)
        {
            ranks.Add(width);
            ranks.Add(m + 1 - width);
        }

        ranks.Add(1);
        ranks.Add(m);
        return [.. ranks.Where(rank => rank >= 1 && rank <= m)];
    }

    private void Stake(int cell, double low, double high)
    {
        Span<double> stakes = Stakes.AsSpan(cell * Gamblers, Gamblers);
        double lowScore = Normal.InvCDF(0, 1, low);
        double highScore = Normal.InvCDF(0, 1, high);
        double even = high - low;
        Stake(stakes, _laws, lowScore, highScore, even);
        stakes[8] = 0.8 + (0.2 * Between(lowScore, highScore, -2, 0.5) / even);
        stakes[9] = 0.8 + (0.2 * Between(lowScore, highScore, 2, 0.5) / even);
        stakes[10] = 0.75 + (cell == 0 ? 0.25 / even : 0);
        stakes[11] = 0.75 + (cell == Gaps.Length - 1 ? 0.25 / even : 0);
    }

    private static void Stake(Span<double> stakes, ReadOnlySpan<(double Mean, double Deviation)> laws, double lowScore, double highScore, double even)
    {
        for (int i = 0; i < laws.Length; i++)
        {
            stakes[i] = 1 - OwnLaw + (OwnLaw * Between(lowScore, highScore, laws[i].Mean, laws[i].Deviation) / even);
        }
    }

    private static double Between(double low, double high, double mean, double deviation) =>
        NormalTail.Of((low - mean) / deviation) - NormalTail.Of((high - mean) / deviation);
}
