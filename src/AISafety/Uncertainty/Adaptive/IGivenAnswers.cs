namespace AISafety.Uncertainty;

/// <summary>What was answered, read from recorded calls, and judged as it was given.</summary>
internal interface IGivenAnswers
{
    /// <summary>Whether there is an answer to a call that has just been recorded.</summary>
    bool IsGiven(ColumnBlock block, int row);

    /// <summary>Judges the answer of a labelled call; false if there is none, or the outcome cannot be judged.</summary>
    bool TryJudge(ColumnBlock block, int row, out JudgedOutcome outcome);
}
