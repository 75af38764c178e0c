namespace AISafety.Statistics;

/// <summary>An interval for the expected calibration error over bins of equal width that holds at all times at once, with a stated probability.</summary>
/// <remarks>
/// <para>In each of K bins a <see cref="MeanConfidenceSequence"/> at a / K holds the mean of label less probability, g. The error is the sum of n_k / n |g_k|, n_k the rows so far: the interval goes from the least to the greatest
/// that the bins' intervals allow. The error of the rows, <see cref="Value"/>, is biased upwards when rows are few; the interval is for the error without that bias, and
/// is wide before each bin with weight has some hundred rows.</para>
/// <para>NaN means missing: counted, otherwise passed over. Not thread-safe. The error: Naeini, Cooper and Hauskrecht, AAAI 2015; the betting interval: I. Waudby-Smith and A. Ramdas, JRSS B 2024.</para>
/// </remarks>
public sealed class CalibrationErrorConfidenceSequence
{
    private const int GridSize = 500;

    private readonly MeanConfidenceSequence[] _bins;

    /// <summary>Makes a sequence.</summary>
    /// <param name="alpha">a, the probability that the interval ever misses the error; more than 0, less than 1.</param>
    /// <param name="binCount">K, 1 to 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public CalibrationErrorConfidenceSequence(double alpha = 0.05, int binCount = 10)
    {
        StreamRange.Rate(alpha);
        _bins = new MeanConfidenceSequence[StreamRange.Count(binCount, 1, 1000)];
        for (int bin = 0; bin < binCount; bin++)
        {
            _bins[bin] = new(alpha / binCount, GridSize);
        }
    }

    /// <summary>How many rows there were, without the missing ones.</summary>
    public long Count { get; private set; }

    /// <summary>How many probabilities were NaN.</summary>
    public long MissingCount { get; private set; }

    /// <summary>The error of the rows so far; NaN if there is none.</summary>
    public double Value => Weigh(static bin => Math.Abs(2 * bin.Mean - 1));

    /// <summary>Between what the error lies; NaN to NaN if there is no row.</summary>
    public Interval Interval => new(
        Weigh(static bin => Math.Max(0, Math.Max(2 * bin.Lower - 1, 1 - 2 * bin.Upper))),
        Weigh(static bin => Math.Max(Math.Abs(2 * bin.Lower - 1), Math.Abs(2 * bin.Upper - 1))));

    /// <summary>Whether a bin's mean cannot be any one number: it changed on the way.</summary>
    public bool IsEmpty => Array.Exists(_bins, static bin => bin.IsEmpty);

    /// <summary>Takes the next row.</summary>
    /// <param name="probability">Of label 1, 0 to 1; NaN if it is missing.</param>
    /// <param name="label">0 or 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range. Nothing was changed.</exception>
    public void Update(double probability, byte label)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(label, 1);
        if (double.IsNaN(probability))
        {
            MissingCount++;
            return;
        }

        StreamRange.RequireUnit(probability);
        _bins[Math.Min((int)(probability * _bins.Length), _bins.Length - 1)].Update(0.5 * (label - probability + 1));
        Count++;
    }

    private double Weigh(Func<MeanConfidenceSequence, double> read)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        double sum = 0;
        foreach (MeanConfidenceSequence bin in _bins)
        {
            sum += bin.Count > 0 ? bin.Count * read(bin) / Count : 0;
        }

        return sum;
    }
}
