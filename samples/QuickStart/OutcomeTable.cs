using AISafety;

namespace QuickStart;

/// <summary>A row a scenario.</summary>
internal static class OutcomeTable
{
    public static void Print(IReadOnlyList<ScenarioOutcome> outcomes)
    {
        Console.WriteLine();
        Console.WriteLine("                                 |        what the guards decided                |   answered by   | wrong answers");
        Console.WriteLine("scenario                   calls | allowed flagged replaced  review blocked     | fallback  nobody| bare -> guarded");
        Console.WriteLine(new string('-', 118));
        foreach (ScenarioOutcome outcome in outcomes)
        {
            string wrong = outcome.Scenario.Classes is null ? "   -       -" : $"{outcome.WrongBare,4} -> {outcome.WrongSafe,4}";
            Console.WriteLine(
                $"{outcome.Scenario.Name,-26} {outcome.Results.Length,5} | {outcome.Count(SafetyAction.Allow),7} {outcome.Count(SafetyAction.Flag),7} " +
                $"{outcome.Count(SafetyAction.Replace),8} {outcome.Count(SafetyAction.Review),7} {outcome.Count(SafetyAction.Block),7}     | " +
                $"{outcome.AnsweredByFallback,8} {outcome.Unanswered,7} | {wrong}");
        }

        Console.WriteLine();
        Console.WriteLine("A call that goes to review or is blocked may still be answered by the fallback. Where the bare model is down, its missing answer counts as wrong.");
    }
}
