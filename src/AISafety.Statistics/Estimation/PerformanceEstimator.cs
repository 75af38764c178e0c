namespace AISafety.Statistics;

/// <summary>Estimates the metrics of a binary classifier on rows without labels, from its scores alone: confidence-based performance estimation.</summary>
/// <remarks>
/// <para>A labelled reference, which the model was not trained on, teaches a curve from the score to the probability of label 1. On later rows the metrics are those expected of
/// labels with these probabilities (<see cref="ExpectedPerformance"/>). The curve is isotonic if the rarer label has
/// 500 rows or more, else a beta curve or isotonic, whichever has the lower log loss over ten folds of the reference. What resampling the reference adds to a metric on average
/// is taken off once, as the bias of a curve that fits its own rows too well (B. Efron and R. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 10).</para>
/// <para>The interval is for the metric that the labels would give, were they known: it holds both the chance in the labels and the error of the curve. The curve is
/// fitted anew to 200 bootstrap samples of the reference, each draws two sets of labels of the chunk, and the interval lies between quantiles of the
/// 400 metrics, in proportion to the confidence. Rows count as independent.</para>
/// <para>It holds where P(label | score) is as in the reference, whatever becomes of the scores. Where that changes (concept drift) neither estimate nor interval sees it. Where the inputs shift so that one score means something
/// else, <see cref="Fit(ReadOnlySpan{double}, ReadOnlySpan{byte}, ReadOnlySpan{double}, int)"/> with importance weights (<see cref="DensityRatio"/>) teaches the curve for the shifted inputs.</para>
/// <para>Immutable and thread-safe. Source: J. Białek, W. Kuberski, N. Perrakis and A. Bifet, Estimating model performance under covariate shift without labels, 2024; weights: H. Shimodaira, Journal
/// of Statistical Planning and Inference 90, 2000.</para>
/// </remarks>
public sealed class PerformanceEstimator
{
    private const int CurveCount = 200;
    private const int DrawsPerCurve = 2;

    private readonly Func<double, double> _curve;
    private readonly Func<double, double>[] _resampled;
    private readonly CurveBias _bias;
    private readonly int _seed;

    private PerformanceEstimator(ScoreCells cells, double rarer, double effectiveSampleSize, int missing, int seed)
    {
        Random random = new(seed);
        Kind = CurveFit.Choose(cells, rarer, random);
        int[] counts = new int[cells.RowCount];
        counts.AsSpan().Fill(1);
        (double[] totals, double[] shares) = cells.Sum(counts);
        _curve = CurveFit.Fit(cells, totals, shares, Kind);
        _resampled = new Func<double, double>[CurveCount];
        for (int curve = 0; curve < CurveCount; curve++)
        {
            do
            {
                counts.AsSpan().Clear();
                for (int draw = 0; draw < counts.Length; draw++)
                {
                    counts[random.Next(counts.Length)]++;
                }

                (totals, shares) = cells.Sum(counts);
            }
            while (!Array.Exists(totals, total => total > 0));

            _resampled[curve] = CurveFit.Fit(cells, totals, shares, Kind);
        }

        _bias = new(cells.Scores, _curve, _resampled);
        Count = cells.RowCount;
        Missing = missing;
        EffectiveSampleSize = effectiveSampleSize;
        _seed = seed;
    }

    /// <summary>The family of curves that was chosen.</summary>
    public CalibrationCurveKind Kind { get; }

    /// <summary>The rows of the reference that took part.</summary>
    public int Count { get; }

    /// <summary>The rows of the reference without a score.</summary>
    public int Missing { get; }

    /// <summary>How many equally weighted rows the reference is worth, (sum w)^2 / sum w^2; <see cref="Count"/> without weights.</summary>
    public double EffectiveSampleSize { get; }

    /// <summary>Learns from a reference.</summary>
    /// <param name="scores">The probability of label 1 that the model stated, 0 to 1. NaN means missing: the row is passed over.</param>
    /// <param name="labels">What came true, 0 or 1; as many. Both must occur: some hundred rows of each make a useful curve.</param>
    /// <param name="seed">Of the folds and of all draws.</param>
    /// <exception cref="ArgumentException">The lengths differ, a score is not from 0 to 1, a label is neither 0 nor 1, or not both labels have a score.</exception>
    public static PerformanceEstimator Fit(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, int seed = 1)
    {
        double[] ones = new double[scores.Length];
        ones.AsSpan().Fill(1);
        return Fit(scores, labels, ones, seed);
    }

    /// <summary>Learns from a reference whose rows count differently: the reweighted form, for inputs that have shifted.</summary>
    /// <param name="scores">As in the other overload.</param>
    /// <param name="labels">As in the other overload.</param>
    /// <param name="weights">How often a row like this comes now, by how often it came in the reference; finite, 0 or more, in any unit; as many. They are taken as known: the interval holds
    /// none of their error.</param>
    /// <param name="seed">Of the folds and of all draws.</param>
    /// <exception cref="ArgumentException">As in the other overload; or a weight is not such a number, or the rows of a label weigh nothing.</exception>
    public static PerformanceEstimator Fit(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, ReadOnlySpan<double> weights, int seed = 1)
    {
        ProbabilityLogit.RequirePairs(scores, labels, probabilities: true);
        if (weights.Length != scores.Length)
        {
            throw new ArgumentException($"There are {weights.Length} weights for {scores.Length} scores; expected as many of each.", nameof(weights));
        }

        List<double> present = new(scores.Length);
        List<byte> outcomes = new(scores.Length);
        List<double> counted = new(scores.Length);
        for (int i = 0; i < scores.Length; i++)
        {
            if (!double.IsNaN(scores[i]))
            {
                present.Add(scores[i]);
                outcomes.Add(labels[i]);
                counted.Add(weights[i]);
            }
        }

        double[] owned = [.. counted];
        double size = Statistics.EffectiveSampleSize.Of(owned);
        Span<double> sums = [0, 0];
        for (int i = 0; i < owned.Length; i++)
        {
            sums[outcomes[i]] += owned[i];
        }

        if (!(sums[0] > 0 && sums[1] > 0 && double.IsFinite(sums[0] + sums[1])))
        {
            throw new ArgumentException($"The rows of label 0 weigh {sums[0]} and those of label 1 {sums[1]}; expected rows of both labels.", nameof(labels));
        }

        // So that the weights add up to what the rows are worth, and half a row is half a row.
        double unit = size / (sums[0] + sums[1]);
        foreach (ref double weight in owned.AsSpan())
        {
            weight *= unit;
        }

        return new(new ScoreCells([.. present], [.. outcomes], owned), unit * Math.Min(sums[0], sums[1]), size, scores.Length - owned.Length, seed);
    }

    /// <summary>The calibrated probability of label 1; NaN for NaN.</summary>
    /// <param name="score">What lies outside 0 to 1 counts as its nearest end.</param>
    public double Apply(double score) => _curve(Math.Clamp(score, 0, 1));

    /// <summary>Estimates the metrics of a chunk.</summary>
    /// <param name="scores">The probability of label 1 that the model stated, 0 to 1. NaN means missing: the row is passed over and counted.</param>
    /// <param name="predictions">What the model answered, 0 or 1; as many.</param>
    /// <param name="confidence">How often the interval shall hold the realised metric: more than 0, at most 0.99, for which 400 draws suffice.</param>
    /// <returns>NaN for all metrics if no row has a score.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a score is not from 0 to 1, or a prediction is neither 0 nor 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="confidence"/> is out of range.</exception>
    public PerformanceEstimate Estimate(ReadOnlySpan<double> scores, ReadOnlySpan<byte> predictions, double confidence = 0.95)
    {
        if (!(confidence is > 0 and <= 0.99))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Expected more than 0 and at most 0.99.");
        }

        RankedChunk chunk = RankedChunk.Create(scores, predictions);
        if (chunk.Count > 0 && !(chunk.Scores[0] >= 0 && chunk.Scores[^1] <= 1))
        {
            throw new ArgumentException($"The scores go from {chunk.Scores[0]} to {chunk.Scores[^1]}; expected probabilities from 0 to 1, or NaN for missing.", nameof(scores));
        }

        double[] probabilities = Array.ConvertAll(chunk.Scores, score => _curve(score));
        PerformanceValues values = chunk.Expect(probabilities);
        PerformanceValues[] resampled = new PerformanceValues[CurveCount];
        PerformanceValues[] mended = new PerformanceValues[CurveCount];
        PerformanceValues[] drawn = Draw(chunk, resampled, mended);
        return new(
            chunk.Count,
            scores.Length - chunk.Count,
            probabilities.Sum(),
            Metric(values, resampled, mended, drawn, confidence, one => one.Accuracy),
            Metric(values, resampled, mended, drawn, confidence, one => one.Precision),
            Metric(values, resampled, mended, drawn, confidence, one => one.Recall),
            Metric(values, resampled, mended, drawn, confidence, one => one.F1),
            Metric(values, resampled, mended, drawn, confidence, one => one.RocAuc));
    }

    // The expected metrics by each resampled curve, the same by it without bias, and the metrics of labels drawn from the latter.
    private PerformanceValues[] Draw(RankedChunk chunk, PerformanceValues[] resampled, PerformanceValues[] mended)
    {
        Random random = new(_seed);
        PerformanceValues[] drawn = new PerformanceValues[CurveCount * DrawsPerCurve];
        double[] biases = Array.ConvertAll(chunk.Scores, _bias.At);
        double[] probabilities = new double[chunk.Count];
        double[] labels = new double[chunk.Count];
        for (int draw = 0; draw < drawn.Length; draw++)
        {
            if (draw % DrawsPerCurve == 0)
            {
                int curve = draw / DrawsPerCurve;
                for (int i = 0; i < probabilities.Length; i++)
                {
                    probabilities[i] = i > 0 && chunk.Scores[i] == chunk.Scores[i - 1] ? probabilities[i - 1] : _resampled[curve](chunk.Scores[i]);
                }

                resampled[curve] = chunk.Expect(probabilities);

                // The fitted curve has its bias once, one fitted to rows drawn from it twice.
                for (int i = 0; i < probabilities.Length; i++)
                {
                    probabilities[i] = Math.Clamp(probabilities[i] - 2 * biases[i], 0, 1);
                }

                mended[curve] = chunk.Expect(probabilities);
            }

            for (int i = 0; i < labels.Length; i++)
            {
                labels[i] = random.NextDouble() < probabilities[i] ? 1 : 0;
            }

            drawn[draw] = chunk.Expect(labels);
        }

        return drawn;
    }

    // Of N draws and the realised value, alike, the realised one is the least or up to the k-th with probability k / (N + 1).
    private static MetricEstimate Metric(
        PerformanceValues values, PerformanceValues[] resampled, PerformanceValues[] mended, PerformanceValues[] drawn, double confidence, Func<PerformanceValues, double> read)
    {
        double[] ascending = [.. drawn.Select(read).Where(one => !double.IsNaN(one)).Order()];
        double value = read(values);
        double expected = Mean(resampled, read);
        double unbiased = Mean(mended, read);
        if (double.IsNaN(value + expected + unbiased) || ascending.Length == 0)
        {
            return new(double.NaN, new(double.NaN, double.NaN));
        }

        double estimate = Math.Clamp(2 * value - expected, 0, 1);

        // What is left of the bias moves an end only outwards: a metric of few rows has few values, and moved inwards an end would pass over the likeliest.
        double rest = estimate - unbiased;
        int rank = Math.Clamp((int)(0.5 * (1 - confidence) * (ascending.Length + 1)), 1, (ascending.Length + 1) / 2);
        double lower = Math.Clamp(ascending[rank - 1] + Math.Min(0, rest), 0, estimate);
        double upper = Math.Clamp(ascending[^rank] + Math.Max(0, rest), estimate, 1);
        return new(estimate, new(lower, upper));
    }

    private static double Mean(PerformanceValues[] values, Func<PerformanceValues, double> read) =>
        values.Select(read).Where(one => !double.IsNaN(one)).DefaultIfEmpty(double.NaN).Average();
}
