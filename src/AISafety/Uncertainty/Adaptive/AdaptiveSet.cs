using System.Collections.Immutable;

namespace AISafety.Uncertainty;

/// <summary>An answer of <see cref="AdaptiveSets{TLabel}"/>: the set, and what its outcome will be judged by.</summary>
/// <typeparam name="TLabel">What a label is.</typeparam>
/// <param name="Set">The labels. May be empty, or all of them.</param>
/// <param name="TopClass">The number of the most probable class, counted from 0.</param>
/// <param name="Threshold">The greatest score in the set: +infinity: all labels; -infinity: none.</param>
/// <param name="Scores">1 - probability of each class, in the order of the model's. A class is in the set if its score is the threshold at most, exactly.</param>
public sealed record AdaptiveSet<TLabel>(PredictionSet<TLabel> Set, int TopClass, float Threshold, ImmutableArray<float> Scores)
{
    /// <summary>The number of labels and the coverage; never the labels, which are an answer.</summary>
    public override string ToString() => Set.ToString();

    /// <summary>What is recorded of it.</summary>
    internal ScoredClasses Scored => new(Threshold, Scores);
}
