using System.Collections.Immutable;

namespace AISafety.Uncertainty;

/// <summary>Prediction sets that learn from outcomes how large they must be, so that the true label is in them as often as asked in the long run, however the data drift.</summary>
/// <typeparam name="TLabel">What a label is.</typeparam>
/// <remarks>
/// <para>A set has each label with a score, 1 - probability, of at most the quantile of the newest true labels' scores at the current level: level(t + 1) = level(t) + gamma (alpha - miss(t)), alpha = 1 - coverage.
/// What is promised and what is not, and what becomes of late and missing outcomes, is as for <see cref="AdaptiveIntervals"/>. Sets may be of all labels, or empty, and that is what keeps the promise.</para>
/// <para>Source: I. Gibbs and E. Candes, Adaptive conformal inference under distribution shift, NeurIPS 2021; the score: Sadinle, Lei and Wasserman, JASA 114, 2019. Thread-safe: making a set takes no lock.</para>
/// </remarks>
public sealed class AdaptiveSets<TLabel>
{
    /// <summary>The most labels that there may be: the scores of all are recorded with every call.</summary>
    public const int MostLabels = 64;

    /// <summary>Starts.</summary>
    /// <param name="labels">The labels, in the order of the model's classes; 2 to <see cref="MostLabels"/>, all different.</param>
    /// <param name="rows">The model's probabilities of all classes and the true label, for rows that it was not trained on; the last <see cref="AdaptiveCoverageOptions.ScoreWindow"/> are kept. None: sets have all labels until outcomes come.</param>
    /// <param name="options">Default: <see cref="AdaptiveCoverageOptions.Default"/>.</param>
    /// <exception cref="ArgumentNullException">An argument without a default is null.</exception>
    /// <exception cref="ArgumentException">There are too few or too many labels, one is there twice or unknown, or a number is out of its range.</exception>
    public AdaptiveSets(IEnumerable<TLabel> labels, IEnumerable<(ReadOnlyMemory<float> Probabilities, TLabel Label)> rows, AdaptiveCoverageOptions? options = null)
    {
        Labels = Known(labels);
        ArgumentNullException.ThrowIfNull(rows);
        Threshold = new(rows.Select(row => (double)Score(row.Probabilities.Span)[ClassOf(row.Label)]), options);
    }

    /// <summary>Goes on where others of the same model stood, as after a restart. The bound counts from here.</summary>
    /// <param name="labels">The labels, in the order of the model's classes; 2 to <see cref="MostLabels"/>, all different.</param>
    /// <param name="state">What <see cref="GetState"/> gave.</param>
    /// <param name="options">Default: <see cref="AdaptiveCoverageOptions.Default"/>.</param>
    /// <exception cref="ArgumentNullException">An argument without a default is null.</exception>
    /// <exception cref="ArgumentException">There are too few or too many labels, one is there twice, an option is out of its range, the level is not finite, or a score is NaN.</exception>
    public AdaptiveSets(IEnumerable<TLabel> labels, AdaptiveState state, AdaptiveCoverageOptions? options = null)
    {
        Labels = Known(labels);
        Threshold = AdaptiveThreshold.From(state, options);
    }

    /// <summary>The labels, in the order of the model's classes.</summary>
    public ImmutableArray<TLabel> Labels { get; }

    /// <summary>How often the true label is to be in the set, in the long run.</summary>
    public double Coverage => Threshold.Coverage;

    internal AdaptiveThreshold Threshold { get; }

    /// <summary>The sets that the guard stopped.</summary>
    internal StoppedAnswers<ScoredClasses> Stopped { get; } = new();

    /// <summary>The set of one row, at the current level.</summary>
    /// <param name="probabilities">The model's probabilities of all classes.</param>
    /// <exception cref="ArgumentException">There are not as many as labels, or one is not from 0 to 1.</exception>
    public AdaptiveSet<TLabel> Apply(ReadOnlySpan<float> probabilities)
    {
        ImmutableArray<float> scores = Score(probabilities);

        // It is recorded and judged in single precision, so that is what the set is made by.
        float threshold = (float)Threshold.Current;
        Span<int> order = stackalloc int[MostLabels];
        int size = 0;
        int top = 0;
        for (int label = 0; label < scores.Length; label++)
        {
            top = scores[label] < scores[top] ? label : top;
            if (scores[label] <= threshold)
            {
                // The most probable first, equal ones in the order of their numbers.
                int at = size++;
                for (; at > 0 && scores[order[at - 1]] > scores[label]; at--)
                {
                    order[at] = order[at - 1];
                }

                order[at] = label;
            }
        }

        ImmutableArray<TLabel>.Builder labels = ImmutableArray.CreateBuilder<TLabel>(size);
        foreach (int label in order[..size])
        {
            labels.Add(Labels[label]);
        }

        return new(new(labels.MoveToImmutable(), Labels[top], Coverage), top, threshold, scores);
    }

    /// <summary>Learns an outcome. Beside a safe model the monitor does this; call it only where there is none.</summary>
    /// <param name="given">The set as it was given for the call.</param>
    /// <param name="actual">The true label.</param>
    /// <exception cref="ArgumentNullException"><paramref name="given"/> is null.</exception>
    /// <exception cref="ArgumentException">The label is unknown, or the set is not of these labels.</exception>
    public void Update(AdaptiveSet<TLabel> given, TLabel actual)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (given.Scores.IsDefault || given.Scores.Length != Labels.Length || given.Scores.AsSpan().ContainsAny([float.NaN]))
        {
            throw new ArgumentException($"The set is of other labels; expected scores of {Labels.Length}.", nameof(given));
        }

        Threshold.Learn(given.Scored.Judge(ClassOf(actual)));
    }

    /// <summary>Where it stands.</summary>
    public AdaptiveCoverage GetSnapshot() => Threshold.GetSnapshot();

    /// <summary>All that it has learned, to be stored.</summary>
    public AdaptiveState GetState() => Threshold.GetState();

    private static ImmutableArray<TLabel> Known(IEnumerable<TLabel> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ImmutableArray<TLabel> known = [.. labels];
        return known.Length is >= 2 and <= MostLabels && known.Distinct().Count() == known.Length
            ? known
            : throw new ArgumentException($"There are {known.Distinct().Count()} different labels of {known.Length}; expected 2 to {MostLabels}, all different.", nameof(labels));
    }

    private int ClassOf(TLabel label)
    {
        int number = Labels.IndexOf(label);
        return number >= 0 ? number : throw new ArgumentException("A label is unknown; expected one of those that the sets were made with.", nameof(label));
    }

    private ImmutableArray<float> Score(ReadOnlySpan<float> probabilities)
    {
        if (probabilities.Length != Labels.Length)
        {
            throw new ArgumentException($"There are {probabilities.Length} probabilities; expected {Labels.Length}, one for each label.", nameof(probabilities));
        }

        ImmutableArray<float>.Builder scores = ImmutableArray.CreateBuilder<float>(probabilities.Length);
        foreach (float probability in probabilities)
        {
            scores.Add(1 - ClassProbability.Within(probability));
        }

        return scores.MoveToImmutable();
    }
}
