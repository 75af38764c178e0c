namespace AISafety.Uncertainty;

/// <summary>Reads from recorded calls what their answers were when they were given.</summary>
/// <param name="stopped">The answers that the guard stopped.</param>
internal abstract class GivenAnswers<TAnswer>(StoppedAnswers<TAnswer> stopped) : IGivenAnswers
{
    /// <summary>Whether there is an answer to a call that has just been recorded.</summary>
    public bool IsGiven(ColumnBlock block, int row)
    {
        if (IsStopped(block, row))
        {
            return stopped.Has(block.CallIdAt(row));
        }

        // It was flagged, or only reported: the record has it, and its place is for one that was stopped.
        stopped.TryTake(block.CallIdAt(row), out _);
        return TryRead(block, row, out _);
    }

    public bool TryJudge(ColumnBlock block, int row, out JudgedOutcome outcome)
    {
        outcome = default;
        bool isKnown = IsStopped(block, row) ? stopped.TryTake(block.CallIdAt(row), out TAnswer? answer) : TryRead(block, row, out answer);
        return isKnown && TryJudge(answer!, block.Labels[row], out outcome);
    }

    /// <summary>The recorded answer; false if the call has none.</summary>
    protected abstract bool TryRead(ColumnBlock block, int row, out TAnswer answer);

    /// <summary>Judges an answer; false if that is not possible.</summary>
    protected abstract bool TryJudge(TAnswer answer, float label, out JudgedOutcome outcome);

    // What answers a refused call is a fallback's.
    private static bool IsStopped(ColumnBlock block, int row) => block.Actions[row] >= SafetyAction.Review;
}
