using AISafety;

namespace QuickStart;

/// <summary>A row a scenario.</summary>
internal static class OutcomeTable
{
    public static void Print(IReadOnlyList<ScenarioOutcome> outcomes)
    {
        Console.WriteLine();
        Console.WriteLine("                                 what the guards decided                     |  answered by   no   | wrong answers");
        Console.WriteLine("scenario                   calls  allowed  flagged  replaced  review blocked |     fallback answer | bare ->  safe");
        Console.WriteLine(new string('-', 115));
        foreach (ScenarioOutcome outcome in outcomes)
        {
            string wrong = outcome.Scenario.Classes is null ? "   -       -" : $"{outcome.WrongBare,4} -> {outcome.WrongSafe,5}";
            Console.WriteLine(
                $"{outcome.Scenario.Name,-26} {outcome.Results.Length,5} {outcome.Count(SafetyAction.Allow),8} {outcome.Count(SafetyAction.Flag),8} " +
                $"{outcome.Count(SafetyAction.Replace),9} {outcome.Count(SafetyAction.Review),7} {outcome.Count(SafetyAction.Block),7} | " +
                $"{outcome.AnsweredByFallback,12} {outcome.Unanswered,6} | {wrong}");
        }

        Console.WriteLine();
        Console.WriteLine("A call that was reviewed or blocked may still be answered by the fallback. A model that is down gives no answer: counted as wrong.");
    }
}
