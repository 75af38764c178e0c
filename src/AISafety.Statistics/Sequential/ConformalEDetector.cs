using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Finds, at any time and valid although the reference is itself only a sample, that a stream of values no longer has the distribution of a reference.</summary>
/// <remarks>
/// <para>Each value is ranked among the reference <i>and</i> all earlier values, equals in random order: while all are exchangeable, its rank has a known law given the ranks before it, whatever the distribution. Thirteen gamblers
/// bet on the ranks: twelve on fixed changes of place, spread, part and tails, in normal scores of the reference, and one on whatever he has seen lately. Each one's wealth is a test martingale, the first two weigh half each in all:
/// the mean of the twelve, and the one.</para>
/// <para>Guarantee: see <see cref="EDetectorGuarantee"/>. For one stream it is exact. Several streams are watched by the mean of their evidences; that this keeps the guarantee is no theorem where streams depend on each other, for each evidence is a martingale
/// in its own stream's past only (Y. J. Choe and A. Ramdas, 2024). Simulated, it did: at a limit of 50 false alarms came after 58 to 67 rows in the mean, at one of 200 after 236 to 285 (copies, U with |U|, sums, ten independent streams; 400 runs
/// each, standard errors up to 3 and 10). <see cref="EBenjaminiHochberg"/> of the evidences puts the streams in order, without a promise. All need the rows to be exchangeable: independent, or at least without memory over the distance at which they are taken. Values that depend on the ones before are found "changed" more often than promised.</para>
/// <para>NaN means missing and takes part, as the least value: that more values are missing than were is a change. Memory is constant: ranks are kept to about fifty cells, finer towards both ends. Some 10 ns a value in
/// blocks. Not thread-safe.</para>
/// <para>Sources: V. Vovk, I. Nouretdinov, A. Gammerman, Testing exchangeability on-line, ICML 2003; J. Shin, A. Ramdas, A. Rinaldo, E-detectors: a nonparametric framework for sequential change detection, NEJSDS 2023.</para>
/// </remarks>
public sealed class ConformalEDetector
{
    /// <summary>How many of the last values are remembered to say when a change began.</summary>
    public const int Memory = 4096;

    private const int Chunk = 64;

    private readonly RankBets _bets;
    private readonly RankCells _cells;
    private readonly Random _random;
    private readonly double[] _state = new double[3 * RankBets.Gamblers];
    private readonly byte[] _recent = new byte[Memory];
    private readonly long[] _values;
    private readonly HistogramBet _histogram;
    private double _histogramEvidence;

    /// <summary>Makes a detector.</summary>
    /// <param name="reference">The reference sample, in any order; at least one value. NaN is missing.</param>
    /// <param name="guarantee">What is promised. Default: the mean run length.</param>
    /// <param name="seed">Puts equal values in order. Detectors of several streams should have different ones.</param>
    /// <exception cref="ArgumentException">The reference is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="guarantee"/> is not one of the known ones.</exception>
    public ConformalEDetector(ReadOnlySpan<float> reference, EDetectorGuarantee guarantee = EDetectorGuarantee.RunLength, int seed = 0)
    {
        if (reference.IsEmpty)
        {
            throw new ArgumentException("The reference is empty; expected at least one value.", nameof(reference));
        }

        if (!Enum.IsDefined(guarantee))
        {
            throw new ArgumentOutOfRangeException(nameof(guarantee), guarantee, "There is no such guarantee.");
        }

        Guarantee = guarantee;
        _random = new(seed);
        _bets = RankBets.For(reference.Length);
        _values = new long[_bets.Gaps.Length];
        _cells = RankCells.Of(reference, _bets.Ranks, _random);
        _histogram = new(_bets);
        Evidence = guarantee == EDetectorGuarantee.Lifetime ? 1 : 0;
        for (int cell = 0; cell < _bets.Gaps.Length; cell++)
        {
            for (int k = 0; k < RankBets.Gamblers; k++)
            {
                _state[k] += _bets.Gaps[cell] * _bets.Stakes[(cell * RankBets.Gamblers) + k];
            }
        }

        for (int k = 0; k < RankBets.Gamblers; k++)
        {
            _state[RankBets.Gamblers + k] = 1 / _state[k];
        }
    }

    /// <summary>What is promised.</summary>
    public EDetectorGuarantee Guarantee { get; }

    /// <summary>How many values the reference has.</summary>
    public int ReferenceCount => _bets.SampleSize;

    /// <summary>How many values there were, the missing ones included.</summary>
    public long Count { get; private set; }

    /// <summary>The evidence of a change after the last value; 0 or more, may be infinite. Before the first value 0, or 1 with a lifetime guarantee.</summary>
    public double Evidence { get; private set; }

    /// <summary>Takes the next value.</summary>
    /// <param name="value">Any number; NaN is missing.</param>
    /// <returns>The evidence.</returns>
    public double Update(float value)
    {
        Span<double> evidence = stackalloc double[1];
        Update(new ReadOnlySpan<float>(in value), evidence);
        return evidence[0];
    }

    /// <summary>Takes the next values.</summary>
    /// <param name="values">Any numbers; NaN is missing.</param>
    /// <param name="evidence">The evidence after each value is <i>added</i> to it, so that the sum over several streams is had by giving the same place to all. As long as <paramref name="values"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Update(ReadOnlySpan<float> values, Span<double> evidence)
    {
        if (values.Length != evidence.Length)
        {
            throw new ArgumentException($"There are {evidence.Length} places for {values.Length} values.", nameof(evidence));
        }

        for (int start = 0; start < values.Length; start += Chunk)
        {
            int length = Math.Min(Chunk, values.Length - start);
            Take(values.Slice(start, length), evidence.Slice(start, length));
        }
    }

    /// <summary>Says when the change likely began, if there was one, from the last <see cref="Memory"/> values.</summary>
    /// <remarks>The start is given the likelihood that bets from there on would have had, the gamblers' and those on eight laws between theirs, all starts being equally probable beforehand; likely is the greatest, and the range is the smallest
    /// that holds the most likely starts of total probability <paramref name="level"/>. If nothing changed, it means nothing.</remarks>
    /// <param name="level">The probability of the range; more than 0, less than 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is out of its range.</exception>
    public ChangeStart LocateStart(double level = 0.9)
    {
        StreamRange.Rate(level);
        return StartLikelihood.Locate(_bets, _recent, Count, _values, level);
    }

    private void Take(ReadOnlySpan<float> values, Span<double> evidence)
    {
        Span<float> keys = stackalloc float[Chunk];
        Span<int> cells = stackalloc int[Chunk];
        Span<double> starts = stackalloc double[Chunk];
        Span<double> own = stackalloc double[Chunk];
        keys = keys[..values.Length];
        cells = cells[..values.Length];
        starts = starts[..values.Length];
        own = own[..values.Length];
        RankCellKernel.Count(values, _cells.Edges, keys, cells);
        int place = (int)(Count % Memory);
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = _cells.Settle(keys[i], cells[i], _random);
            _recent[(place + i) & (Memory - 1)] = (byte)cells[i];
            _values[cells[i]]++;
        }

        GiveStarts(starts, own);
        double urn = _bets.SampleSize + 1.0 + Count;
        RankBetKernel.Run(cells, _bets.Stakes, starts, _state, urn, own, 0.5 / RankBets.Gamblers);
        _histogramEvidence = _histogram.Run(cells, _bets.Bins, starts, 0.5, urn, _histogramEvidence, own);
        TensorPrimitives.Add(evidence, own, evidence);
        Count += values.Length;
        Evidence = own[^1];
    }

    /// <summary>What is bet from each of the next values on, and what is then still unbet.</summary>
    private void GiveStarts(Span<double> starts, Span<double> unbet)
    {
        if (Guarantee == EDetectorGuarantee.RunLength)
        {
            starts.Fill(1);
            unbet.Clear();
            return;
        }

        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = StartPrior.At(Count + i + 1);
            unbet[i] = StartPrior.After(Count + i + 1);
        }
    }
}
