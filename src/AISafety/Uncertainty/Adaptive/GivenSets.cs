using System.Collections.Immutable;

namespace AISafety.Uncertainty;

/// <summary>Reads sets as they were given.</summary>
/// <param name="stopped">The sets that the guard stopped.</param>
/// <param name="threshold">The column of the threshold.</param>
/// <param name="scores">The columns of the classes' scores.</param>
internal sealed class GivenSets(StoppedAnswers<ScoredClasses> stopped, ColumnHandle threshold, ImmutableArray<ColumnHandle> scores) : GivenAnswers<ScoredClasses>(stopped)
{
    protected override bool TryRead(ColumnBlock block, int row, out ScoredClasses answer)
    {
        answer = new(block.Column(threshold)[row], [.. scores.Select(score => block.Column(score)[row])]);
        return IsWhole(answer);
    }

    protected override bool TryJudge(ScoredClasses answer, float label, out JudgedOutcome outcome)
    {
        outcome = default;
        if (!IsWhole(answer) || !(label >= 0 && label < scores.Length) || label != MathF.Floor(label))
        {
            return false;
        }

        outcome = answer.Judge((int)label);
        return true;
    }

    private bool IsWhole(ScoredClasses answer) =>
        !float.IsNaN(answer.Threshold) && answer.Scores.Length == scores.Length && !answer.Scores.AsSpan().ContainsAny([float.NaN]);
}
