namespace AISafety.Statistics;

/// <summary>Chooses the least confidence from which a model's answers are given, so that wrong answers stay at a rate that was asked for.</summary>
/// <remarks>
/// <para>Two guarantees, which are not the same. <see cref="ForAllCalls"/> keeps the share of all calls that are answered and wrong, in expectation;
/// <see cref="ForAnsweredCalls"/> keeps the share of wrong ones among those answered, with a stated probability. The second is a ratio that need not fall as the
/// threshold rises, so that conformal risk control does not apply to it.</para>
/// <para>Sources: Angelopoulos, Bates, Fisch, Lei and Schuster, Conformal risk control, ICLR 2024; Geifman and El-Yaniv, Selective classification for
/// deep neural networks, NeurIPS 2017; Angelopoulos, Bates, Candes, Jordan and Lei, Learn then test, 2021.</para>
/// </remarks>
public static class SelectiveThreshold
{
    /// <summary>A new row is answered (confidence at least the threshold) and wrong with probability of at most alpha.</summary>
    /// <remarks>Conformal risk control of the loss 1{answered and wrong}, which falls as the threshold rises: the least threshold t with
    /// (1 + the number of wrong rows with confidence of t or more) / (n + 1) at most alpha. The rows, the new one included, must be exchangeable; the probability is over
    /// the draw of the calibration rows too. Where wrong confidences have no ties and the threshold is finite, it is more than alpha - 1 / (n + 1).</remarks>
    /// <param name="confidences">How sure the model was of each calibration row, greater being surer; finite.</param>
    /// <param name="correct">Whether it was right; as many, at least one.</param>
    /// <param name="alpha">The rate: more than 0, less than 1.</param>
    /// <returns>-infinity to answer everything; +infinity to answer nothing, as with less than 1 / alpha - 1 rows.</returns>
    /// <exception cref="ArgumentException">There is no row, the lengths differ, or a confidence is not finite.</exception>
    public static double ForAllCalls(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct, double alpha)
    {
        ConformalRank.RequireRate(alpha);
        Require(confidences, correct);
        double[] scores = new double[confidences.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            // A right answer is a loss at no threshold.
            scores[i] = correct[i] ? double.NegativeInfinity : confidences[i];
        }

        double greatestRefused = ConformalRank.Quantile(scores, alpha);
        return double.IsNegativeInfinity(greatestRefused) ? greatestRefused : double.BitIncrement(greatestRefused);
    }

    /// <summary>With probability of 1 - delta or more, at most alpha of the rows answered (confidence at least the threshold) are wrong.</summary>
    /// <remarks>
    /// <para>A fifth of the rows, drawn by seed, gives the thresholds to be tested, its own confidences and -infinity, and where to begin: three quarters of the way down to the one
    /// where the rate is most clearly kept on that fifth. The others test them from there downwards, each by the exact binomial tail P(Bin(answered, alpha) is at most the wrong
    /// ones), and the last that is at most delta before one is not is taken. Since the order does not depend on the rows that test, no allowance for many tests is
    /// needed. Rows must be independent and identically distributed, the new ones too.</para>
    /// <para>The probability is that of the calibration rows' draw; the rate is that of the new rows, however often is called.</para>
    /// </remarks>
    /// <param name="confidences">How sure the model was of each calibration row, greater being surer; finite.</param>
    /// <param name="correct">Whether it was right; as many, at least one.</param>
    /// <param name="alpha">The rate: more than 0, less than 1.</param>
    /// <param name="delta">How often an unlucky calibration sample may give a threshold that does not keep the rate: more than 0, less than 1.</param>
    /// <param name="seed">Of the draw of the fifth.</param>
    /// <returns>-infinity to answer everything; +infinity to answer nothing, where no threshold passes.</returns>
    /// <exception cref="ArgumentException">There is no row, the lengths differ, or a confidence is not finite.</exception>
    public static double ForAnsweredCalls(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct, double alpha, double delta, int seed)
    {
        ConformalRank.RequireRate(alpha);
        if (!(delta > 0 && delta < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "Expected a probability of more than 0 and less than 1.");
        }

        Require(confidences, correct);
        (double Confidence, bool Correct)[] rows = new (double, bool)[confidences.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = (confidences[i], correct[i]);
        }

        new Random(seed).Shuffle(rows);
        Span<(double Confidence, bool Correct)> exploring = rows.AsSpan(0, rows.Length / 5);
        Span<(double Confidence, bool Correct)> testing = rows.AsSpan(exploring.Length);
        exploring.Sort(static (a, b) => b.Confidence.CompareTo(a.Confidence));
        testing.Sort(static (a, b) => b.Confidence.CompareTo(a.Confidence));
        double[] thresholds = [.. Distinct(exploring), double.NegativeInfinity];

        int start = 0;
        double least = double.PositiveInfinity;
        Walk explored = default;
        for (int i = 0; i < thresholds.Length; i++)
        {
            double tail = explored.Down(exploring, thresholds[i], alpha);
            if (tail < least)
            {
                (least, start) = (tail, i);
            }
        }

        // Not at that place itself, which a fifth of the rows finds but roughly: too low a start fails, and then there is no other. Found by simulation.
        start = start * 3 / 4;
        double chosen = double.PositiveInfinity;
        Walk tested = default;
        for (int i = start; i < thresholds.Length && tested.Down(testing, thresholds[i], alpha) <= delta; i++)
        {
            chosen = thresholds[i];
        }

        return chosen;
    }

    private static List<double> Distinct(ReadOnlySpan<(double Confidence, bool Correct)> descending)
    {
        List<double> distinct = [];
        foreach ((double confidence, _) in descending)
        {
            if (distinct.Count == 0 || distinct[^1] != confidence)
            {
                distinct.Add(confidence);
            }
        }

        return distinct;
    }

    private static void Require(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct)
    {
        ConformalRank.RequireSameLength(confidences.Length, correct.Length, nameof(correct));
        ConformalRank.RequireNumbers(confidences, nameof(confidences));
        foreach (double confidence in confidences)
        {
            if (!double.IsFinite(confidence))
            {
                throw new ArgumentException($"A confidence is {confidence}; expected finite numbers.", nameof(confidences));
            }
        }
    }

    /// <summary>How many rows a falling threshold has let in, and how many of them are wrong.</summary>
    private struct Walk
    {
        private int _answered;
        private int _wrong;

        /// <summary>Lets in what reaches a threshold. Returns P(Bin(answered, alpha) is at most the wrong ones): a p-value of the rate being above alpha.</summary>
        public double Down(ReadOnlySpan<(double Confidence, bool Correct)> descending, double threshold, double alpha)
        {
            for (; _answered < descending.Length && descending[_answered].Confidence >= threshold; _answered++)
            {
                _wrong += descending[_answered].Correct ? 0 : 1;
            }

            return _wrong == _answered ? 1 : BetaTail.Of(_answered - _wrong, _wrong + 1.0, 1 - alpha, alpha);
        }
    }
}
