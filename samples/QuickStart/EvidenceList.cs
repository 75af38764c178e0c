using AISafety;

namespace QuickStart;

/// <summary>One piece of evidence of each kind, and how often it was given.</summary>
internal static class EvidenceList
{
    public static void Print(IReadOnlyList<ScenarioOutcome> outcomes)
    {
        Console.WriteLine();
        Console.WriteLine("Evidence, one line of each kind:");
        IEnumerable<IGrouping<string, Evidence>> kinds = outcomes
            .SelectMany(outcome => outcome.Results)
            .SelectMany(result => result.Evidence)
            .GroupBy(evidence => evidence.Code);
        foreach (IGrouping<string, Evidence> kind in kinds)
        {
            Evidence first = kind.First();
            Console.WriteLine($"  {kind.Count(),5} x {first.Code,-22} {first.Guard}: {first.Message}");
        }
    }
}
