namespace AISafety.Statistics;

/// <summary>Isotonic calibration: the non-decreasing function of the score that is nearest to the labels in squares.</summary>
/// <remarks>
/// <para>Fitted by pooling adjacent violators: rows of equal score first become one of their mean; then neighbours that decrease are merged. Between
/// the scores that were seen it is a straight line, outside them constant, as in scikit-learn. n log n.</para>
/// <para>Sources: Ayer, Brunk, Ewing, Reid and Silverman, Annals of Mathematical Statistics 26, 1955; Zadrozny and Elkan, KDD 2002. Immutable;
/// to store it, keep <see cref="Scores"/> and <see cref="Probabilities"/>.</para>
/// </remarks>
public sealed class IsotonicCalibration
{
    private readonly double[] _scores;
    private readonly double[] _probabilities;

    /// <summary>Takes the knots of a function that was fitted before.</summary>
    /// <param name="scores">Finite, strictly ascending; at least one.</param>
    /// <param name="probabilities">The value at each, from 0 to 1, not descending; as many.</param>
    /// <exception cref="ArgumentException">The knots are not so.</exception>
    public IsotonicCalibration(ReadOnlySpan<double> scores, ReadOnlySpan<double> probabilities)
    {
        if (scores.IsEmpty || scores.Length != probabilities.Length)
        {
            throw new ArgumentException($"There are {scores.Length} scores and {probabilities.Length} probabilities; expected as many, and one.", nameof(scores));
        }

        for (int i = 0; i < scores.Length; i++)
        {
            if (!double.IsFinite(scores[i]) || (i > 0 && scores[i] <= scores[i - 1]))
            {
                throw new ArgumentException($"Score {i} is {scores[i]}; expected finite numbers, each above the one before.", nameof(scores));
            }

            if (!(probabilities[i] >= (i > 0 ? probabilities[i - 1] : 0) && probabilities[i] <= 1))
            {
                throw new ArgumentException($"Probability {i} is {probabilities[i]}; expected 0 to 1, none below the one before.", nameof(probabilities));
            }
        }

        _scores = scores.ToArray();
        _probabilities = probabilities.ToArray();
    }

    /// <summary>The scores at which the function bends, ascending.</summary>
    public ReadOnlySpan<double> Scores => _scores;

    /// <summary>The value at each of <see cref="Scores"/>.</summary>
    public ReadOnlySpan<double> Probabilities => _probabilities;

    /// <summary>Fits the function.</summary>
    /// <param name="scores">Greater for label 1; finite. NaN means missing: the row is passed over.</param>
    /// <param name="labels">0 or 1; as many.</param>
    /// <exception cref="ArgumentException">The lengths differ, a score is infinite, a label is neither 0 nor 1, or no row has a score.</exception>
    public static IsotonicCalibration Fit(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels)
    {
        ProbabilityLogit.RequirePairs(scores, labels, probabilities: false);
        using RankedScores<double> ranked = new(scores, labels);
        Visitor visitor = new(new());
        ranked.Walk(ref visitor);
        return visitor.Pool.Curve([.. visitor.Pool.Blocks.Select(static block => block.Share)]);
    }

    /// <summary>The probability of label 1 at a score; NaN for NaN.</summary>
    /// <param name="score">May lie outside the scores seen, and be infinite.</param>
    public double Apply(double score)
    {
        if (double.IsNaN(score))
        {
            return score;
        }

        int index = Array.BinarySearch(_scores, score);
        if (index >= 0)
        {
            return _probabilities[index];
        }

        int next = ~index;
        if (next == 0 || next == _scores.Length)
        {
            return _probabilities[next == 0 ? 0 : ^1];
        }

        double share = (score - _scores[next - 1]) / (_scores[next] - _scores[next - 1]);
        return _probabilities[next - 1] + share * (_probabilities[next] - _probabilities[next - 1]);
    }

    private readonly struct Visitor(IsotonicPool pool) : IScoreVisitor<double>
    {
        public IsotonicPool Pool { get; } = pool;

        // Adding 0 makes -0 a 0.
        public void Visit(double score, int positives, int negatives) => Pool.Add(score + 0.0, positives, (double)positives + negatives);
    }
}
