namespace AISafety.Resilience;

/// <summary>Tells a ladder how its calls ended. Admits all.</summary>
internal sealed class LadderGuard<TIn>(DegradationLadder ladder) : IAdmissionGuard<TIn>
{
    public string Name => DegradationLadder.PartName;

    public ValueTask<Admission> AdmitAsync(TIn input, SafetyContext context) => new(Admission.Grant());

    public void Completed(in CallSummary call)
    {
        LadderMark mark = call.Ladder;
        if (mark is { IsGiven: true, Outcome: not RungOutcome.None })
        {
            ladder.Take(mark.Outcome != RungOutcome.Failed && call is { IsAnswerRefused: true, Action: SafetyAction.Block } ? mark with { Outcome = RungOutcome.Blocked } : mark);
        }
    }
}
