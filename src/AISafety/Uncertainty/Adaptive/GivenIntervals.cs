namespace AISafety.Uncertainty;

/// <summary>Reads intervals as they were given.</summary>
internal sealed class GivenIntervals(AdaptiveIntervals intervals, ColumnHandle prediction, ColumnHandle lower, ColumnHandle upper)
    : GivenAnswers<PredictionInterval>(intervals.Stopped)
{
    protected override bool TryRead(ColumnBlock block, int row, out PredictionInterval answer)
    {
        answer = new(block.Column(prediction)[row], block.Column(lower)[row], block.Column(upper)[row], intervals.Coverage);
        return double.IsFinite(answer.Prediction);
    }

    protected override bool TryJudge(PredictionInterval answer, float label, out JudgedOutcome outcome)
    {
        // One that was stopped as it would have been recorded: rounding keeps the order, so that what is inside stays inside.
        PredictionInterval rounded = answer with { Prediction = (float)answer.Prediction, Lower = (float)answer.Lower, Upper = (float)answer.Upper };
        outcome = AdaptiveIntervals.Judge(rounded, label);
        return double.IsFinite(rounded.Prediction) && !double.IsNaN(rounded.Lower) && !double.IsNaN(rounded.Upper);
    }
}
