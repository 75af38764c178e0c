using AISafety;

namespace QuickStart;

/// <summary>What the monitor saw that no single call shows.</summary>
internal static class AlertList
{
    public static void Print(IReadOnlyList<SafetyAlert> alerts)
    {
        Console.WriteLine();
        Console.WriteLine("Alerts of the monitor:");
        foreach (SafetyAlert alert in alerts)
        {
            Console.WriteLine($"  {alert.Severity,-8} {alert.Monitor} {alert.Code}: {alert.Message}");
        }
    }
}
