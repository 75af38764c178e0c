namespace DriftReplay;

/// <summary>Orders, day after day, from a seed: given hour and day of the week they do not depend on each other.</summary>
/// <param name="seed">Any integer.</param>
/// <param name="change">The first day on which a quarter of the orders comes from a new app, which tells distances in miles, and electric bicycles carry some; null for never.</param>
internal sealed class Traffic(int seed, DateTime? change = null)
{
    private const double KilometresPerMile = 1.609344;

    private readonly Random _random = new(seed);

    /// <summary>The orders of a day.</summary>
    public IEnumerable<Order> Day(DateTime day)
    {
        for (DateTime hour = day; hour < day.AddDays(1); hour = hour.AddHours(1))
        {
            int orders = Season.Orders(hour);
            for (int i = 0; i < orders; i++)
            {
                yield return Next(hour.AddMinutes(60.0 * i / orders));
            }
        }
    }

    /// <summary>The orders of some days, one after the other.</summary>
    public IEnumerable<Order> Days(DateTime first, int count) => Enumerable.Range(0, count).SelectMany(day => Day(first.AddDays(day)));

    private Order Next(DateTime at)
    {
        bool isChanged = at >= change;
        double distance = 2.5 * Math.Exp(0.5 * Normal());
        double preparation = Math.Max(2, 12 + (2 * distance / 2.5) + (3 * Normal()));
        double waiting = Season.UsuallyWaiting(at) * Math.Exp(0.3 * Normal());
        string vehicle = _random.Next(100) switch { < 45 => "bicycle", < 80 => "scooter", _ => "car" };
        bool isSilent = _random.Next(100) < 4;
        bool isMiles = _random.Next(100) < 25 && isChanged;
        bool isElectric = _random.Next(100) < 8 && isChanged;
        return new(at, isMiles ? distance / KilometresPerMile : distance, isSilent ? null : preparation, waiting, isElectric ? "electric bicycle" : vehicle);
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
