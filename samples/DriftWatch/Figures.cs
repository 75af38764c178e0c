using AISafety;

namespace DriftReplay;

/// <summary>How often a year without any change raises an alarm, and how long it takes until the change is found, over many years.</summary>
internal static class Figures
{
    public static void Print(int years)
    {
        ReferenceProfile[] references = [.. Enumerable.Range(0, Math.Min(years, 20)).Select(i => Year.Reference(seed: 1_000_000 + i))];
        int falseYears = 0;
        int rows = 0;
        List<int> delays = [];
        for (int i = 0; i < years; i++)
        {
            ReferenceProfile reference = references[i % references.Length];
            falseYears += FirstAlarm(reference, new Traffic(i).Days(Year.Start, Year.Days), ref rows) >= 0 ? 1 : 0;
            int ignored = 0;
            delays.Add(1 + FirstAlarm(reference, new Traffic(i, Year.Change).Days(Year.Change, 60), ref ignored));
        }

        delays.Sort();
        Console.WriteLine($"{years} years without a change, {rows / years:N0} orders a year: {falseYears} with a false alarm (promised: at most {rows / DriftOptions.Default.ArlTarget:f1} in the mean).");
        Console.WriteLine($"{years} times the change: found after {delays[years / 2]} orders in the median, {delays[(int)(0.9 * (years - 1))]} in nine of ten, {delays[^1]} at most; never found: {delays.Count(delay => delay == 0)}.");
    }

    private static int FirstAlarm(ReferenceProfile reference, IEnumerable<Order> orders, ref int rows)
    {
        DriftWatch watch = new(reference);
        float[] row = new float[Order.Schema.Width + 1];
        int first = -1;
        int count = 0;
        foreach (Order order in orders)
        {
            Order.Schema.Write(order, row);
            row[^1] = (float)order.Minutes();
            if (watch.Observe(row).Count > 0 && first < 0)
            {
                first = count;
            }

            count++;
        }

        rows += count;
        return first;
    }
}
