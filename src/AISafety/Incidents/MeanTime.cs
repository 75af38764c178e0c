namespace AISafety.Incidents;

/// <summary>How long something took, over some incidents.</summary>
/// <param name="Mean">The mean; null if there is no incident to take it of.</param>
/// <param name="Median">The middle one, of an even number the mean of the two; null if there is none.</param>
/// <param name="Counted">Incidents that it is taken of.</param>
/// <param name="LeftOut">Incidents without the times that it needs.</param>
public sealed record MeanTime(TimeSpan? Mean, TimeSpan? Median, int Counted, int LeftOut)
{
    internal static MeanTime Of(IEnumerable<TimeSpan?> times)
    {
        TimeSpan?[] all = [.. times];
        TimeSpan[] known = [.. all.OfType<TimeSpan>().Order()];
        if (known.Length == 0)
        {
            return new(null, null, 0, all.Length);
        }

        int middle = known.Length / 2;
        TimeSpan median = known.Length % 2 == 1 ? known[middle] : known[middle - 1] + ((known[middle] - known[middle - 1]) / 2);
        return new(TimeSpan.FromTicks((long)known.Average(static one => one.Ticks)), median, known.Length, all.Length - known.Length);
    }
}
