using AISafety;

namespace DriftReplay;

/// <summary>Why the season has to be taken out of what is watched row by row, and what to do where it cannot.</summary>
internal static class SeasonLesson
{
    private const int Weeks = 12;

    /// <returns>Whether it came out as it is told.</returns>
    public static bool Show()
    {
        Traffic traffic = new(seed: 11);
        ReferenceProfile reference = ReferenceProfile.Fit(Order.Raw, traffic.Days(Season.Start, 7 * Weeks));
        Order[] quarter = [.. traffic.Days(Season.Start.AddDays(7 * Weeks), 7 * Weeks)];

        int byRow = Alarms(new(reference), quarter);
        DriftOptions weekly = new() { Sequential = false, WindowRows = Season.OrdersOfWeek };
        int byWeek = Alarms(new(reference, weekly), quarter);

        Console.WriteLine($"The season. {Weeks} weeks like the {Weeks} of the reference, in which orders wait at noon and none at night, watched as they are:");
        Console.WriteLine($"  row by row                         {byRow,3} alarms: every noon differs from every night, and nothing is wrong");
        Console.WriteLine($"  in windows of a whole week         {byWeek,3} alarms: window and reference cover the season alike");
        Console.WriteLine("So watch row by row what is left when the season is taken out (orders waiting against what is usual at that hour), or watch whole weeks.");
        Console.WriteLine();
        return byRow > 0 && byWeek == 0;
    }

    private static int Alarms(DriftWatch watch, Order[] orders)
    {
        int alarms = 0;
        float[] row = new float[Order.Raw.Width];
        foreach (Order order in orders)
        {
            Order.Raw.Write(order, row);
            alarms += watch.Observe(row).Count(alarm => !alarm.IsContinuing);
        }

        return alarms;
    }
}
