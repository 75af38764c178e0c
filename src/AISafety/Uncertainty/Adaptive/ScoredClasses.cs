using System.Collections.Immutable;

namespace AISafety.Uncertainty;

/// <summary>A set as it was given, without the labels.</summary>
/// <param name="Threshold">The greatest score in the set.</param>
/// <param name="Scores">The score of each class.</param>
internal readonly record struct ScoredClasses(float Threshold, ImmutableArray<float> Scores)
{
    /// <summary>Judges it by the number of the true class.</summary>
    public JudgedOutcome Judge(int label)
    {
        int inside = 0;
        foreach (float score in Scores)
        {
            inside += score <= Threshold ? 1 : 0;
        }

        return new(Scores[label] <= Threshold, Scores[label], inside == Scores.Length, inside == 0);
    }
}
