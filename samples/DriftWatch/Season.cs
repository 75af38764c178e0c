namespace DriftReplay;

/// <summary>How business goes by hour and day of the week.</summary>
internal static class Season
{
    private static readonly int[] _orders = [1, 1, 0, 0, 0, 0, 1, 2, 3, 3, 4, 8, 12, 10, 5, 4, 5, 9, 14, 13, 9, 6, 3, 2];

    /// <summary>How many orders a week has.</summary>
    public static int OrdersOfWeek { get; } = Enumerable.Range(0, 7 * 24).Sum(hour => Orders(Start.AddHours(hour)));

    /// <summary>Every run begins on a Monday, a year before the one that is watched.</summary>
    public static DateTime Start { get; } = new(2024, 1, 1);

    /// <summary>How many orders come within an hour.</summary>
    public static int Orders(DateTime hour) =>
        _orders[hour.Hour] * (hour.DayOfWeek is DayOfWeek.Friday or DayOfWeek.Saturday or DayOfWeek.Sunday ? 3 : 2) / 2;

    /// <summary>How many orders usually wait at a time.</summary>
    public static double UsuallyWaiting(DateTime at) => 1 + (1.5 * Orders(at));
}
