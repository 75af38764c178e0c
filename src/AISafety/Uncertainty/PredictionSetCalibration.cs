using System.Buffers;
using System.Collections.Immutable;
using AISafety.Statistics;

namespace AISafety.Uncertainty;

/// <summary>Turns the probabilities of all classes into a set of labels that holds the true one at least as often as was asked for.</summary>
/// <typeparam name="TLabel">What a label is.</typeparam>
/// <remarks>
/// <para>If a new row is exchangeable with the calibration rows, its true label is in its set with a probability of at least the coverage, over the draw of the
/// calibration rows too, however good or bad the model is; a bad one has large sets. By class, that holds for the rows of each class by itself. The mathematics, with
/// its sources: <see cref="PredictionSets"/>. No draw is used, so that the same probabilities always give the same set.</para>
/// <para>Immutable. To store it, store the thresholds and the kind. Sets of no and of one label are made beforehand: such an answer allocates nothing.</para>
/// </remarks>
public sealed class PredictionSetCalibration<TLabel>
{
    // Up to so many, scratch on the stack is faster than a pool's.
    private const int FewLabels = 32;

    private readonly ImmutableArray<TLabel> _labels;
    private readonly PredictionSets _sets;
    private readonly PredictionSet<TLabel>[] _empty;
    private readonly PredictionSet<TLabel>[] _single;

    /// <summary>Takes what was calibrated before.</summary>
    /// <param name="labels">The labels, in the order of the model's classes; 2 or more.</param>
    /// <param name="sets">The thresholds: one, or one for each class.</param>
    /// <param name="coverage">The coverage that they were found for: more than 0, less than 1.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There are too few labels, not as many thresholds, or the coverage is out of range.</exception>
    public PredictionSetCalibration(IEnumerable<TLabel> labels, PredictionSets sets, double coverage)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(sets);
        _labels = [.. labels];
        _sets = sets;
        Coverage = MissRate.Require(coverage);
        if (_labels.Length < 2 || (sets.Thresholds.Length > 1 && sets.Thresholds.Length != _labels.Length))
        {
            throw new ArgumentException(
                $"There are {_labels.Length} labels and {sets.Thresholds.Length} thresholds; expected 2 labels or more, and one threshold or as many.", nameof(labels));
        }

        _empty = [.. _labels.Select(label => new PredictionSet<TLabel>([], label, coverage))];
        _single = [.. _labels.Select(label => new PredictionSet<TLabel>([label], label, coverage))];
    }

    /// <summary>How often the true label is to be in the set.</summary>
    public double Coverage { get; }

    /// <summary>The thresholds.</summary>
    public PredictionSets Sets => _sets;

    /// <summary>The labels, in the order of the model's classes.</summary>
    public ImmutableArray<TLabel> Labels => _labels;

    /// <summary>Calibrates.</summary>
    /// <param name="labels">The labels, in the order of the model's classes; 2 or more, all different.</param>
    /// <param name="rows">The model's probabilities of all classes and the true label, for rows like those to come that it was not trained on.</param>
    /// <param name="coverage">How often the true label is to be in the set: more than 0, less than 1.</param>
    /// <param name="kind">By which score. Default: the least ambiguous, which gives the smallest sets on average. <see cref="PredictionSetKind.Adaptive"/> gives ones that are
    /// never empty and grow with the difficulty of the row.</param>
    /// <param name="byClass">Whether the coverage is to hold for the rows of each class by itself, by a threshold of its own. A class with less than
    /// 1 / (1 - <paramref name="coverage"/>) - 1 calibration rows is then in every set. Default: false.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is no row or too few labels, a label is there twice or unknown, or a number is out of range.</exception>
    public static PredictionSetCalibration<TLabel> Fit(
        IEnumerable<TLabel> labels,
        IEnumerable<(ReadOnlyMemory<float> Probabilities, TLabel Label)> rows,
        double coverage,
        PredictionSetKind kind = PredictionSetKind.LeastAmbiguous,
        bool byClass = false)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(rows);
        double alpha = MissRate.Of(coverage);
        ImmutableArray<TLabel> known = [.. labels];
        if (known.Distinct().Count() != known.Length)
        {
            throw new ArgumentException("A label is there twice; expected different ones.", nameof(labels));
        }

        List<double> probabilities = [];
        List<int> classes = [];
        foreach ((ReadOnlyMemory<float> row, TLabel label) in rows)
        {
            int number = known.IndexOf(label);
            if (number < 0 || row.Length != known.Length)
            {
                throw new ArgumentException(
                    $"Row {classes.Count + 1} (counted from 1) has {row.Length} probabilities and {(number < 0 ? "an unknown" : "a known")} label; expected {known.Length}, and a known one.",
                    nameof(rows));
            }

            foreach (float probability in row.Span)
            {
                probabilities.Add(ClassProbability.Within(probability));
            }

            classes.Add(number);
        }

        double[] flat = [.. probabilities];
        int[] numbers = [.. classes];
        PredictionSets sets = byClass
            ? PredictionSets.FitByClass(kind, flat, numbers, known.Length, alpha, seed: null)
            : PredictionSets.Fit(kind, flat, numbers, known.Length, alpha, seed: null);
        return new(known, sets, coverage);
    }

    /// <summary>The set of one row.</summary>
    /// <param name="probabilities">The model's probabilities of all classes.</param>
    /// <exception cref="ArgumentException">There are not as many as labels, or one is not from 0 to 1.</exception>
    public PredictionSet<TLabel> Apply(ReadOnlySpan<float> probabilities)
    {
        if (probabilities.Length != _labels.Length)
        {
            throw new ArgumentException($"There are {probabilities.Length} probabilities; expected {_labels.Length}, one for each label.", nameof(probabilities));
        }

        if (probabilities.Length <= FewLabels)
        {
            return Apply(probabilities, stackalloc double[FewLabels], stackalloc int[FewLabels]);
        }

        double[] row = ArrayPool<double>.Shared.Rent(probabilities.Length);
        int[] members = ArrayPool<int>.Shared.Rent(probabilities.Length);
        try
        {
            return Apply(probabilities, row, members);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(row);
            ArrayPool<int>.Shared.Return(members);
        }
    }

    private PredictionSet<TLabel> Apply(ReadOnlySpan<float> probabilities, Span<double> row, Span<int> members)
    {
        row = row[..probabilities.Length];
        members = members[..probabilities.Length];
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = ClassProbability.Within(probabilities[i]);
        }

        int size = _sets.Apply(row, 0, members);

        // By class, the most probable label may be outside though others are inside: it is then the first of those outside.
        int top = size == 0 || (size < members.Length && row[members[size]] > row[members[0]]) ? members[size] : members[0];
        if (size == 0)
        {
            return _empty[top];
        }

        if (size == 1 && top == members[0])
        {
            return _single[top];
        }

        ImmutableArray<TLabel>.Builder labels = ImmutableArray.CreateBuilder<TLabel>(size);
        foreach (int member in members[..size])
        {
            labels.Add(_labels[member]);
        }

        return new(labels.MoveToImmutable(), _labels[top], Coverage);
    }
}
