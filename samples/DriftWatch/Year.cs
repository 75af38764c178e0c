using AISafety;
using AISafety.Alerts;

namespace DriftReplay;

/// <summary>A year of orders through a safe model.</summary>
internal sealed class Year
{
    public const int Days = 364;
    private const int ReferenceWeeks = 14;

    private readonly ReplayClock _clock = new();
    private readonly List<Order> _orders = [];
    private readonly List<SafetyAlert> _alerts = [];

    /// <summary>The first day, a Monday.</summary>
    public static DateTime Start { get; } = new(2025, 1, 6);

    /// <summary>The day of the change: the 180th after the first.</summary>
    public static DateTime Change { get; } = Start.AddDays(180);

    /// <summary>What was said, in order.</summary>
    public IReadOnlyList<SafetyAlert> Alerts => _alerts;

    /// <summary>Orders and estimates of the year before: whole weeks, so that every hour has its share.</summary>
    public static ReferenceProfile Reference(int seed) => ReferenceProfile.Fit(
        Order.Schema, Order.Estimate, new Traffic(seed).Days(Season.Start, 7 * ReferenceWeeks).Select(order => (order, order.Minutes())));

    /// <summary>Lets the year pass, and prints alerts as they come.</summary>
    public async Task ReplayAsync(ReferenceProfile reference, Traffic traffic)
    {
        await using SafeModel<Order, double> safe = Model.FromDelegate((Order order) => order.Minutes()).WithSafety(safety => safety
            .UseTimeProvider(_clock)
            .UseFeatures(Order.Schema)
            .UseAlerts(new AlertOptions { ResolveAfter = null, RepeatAfter = TimeSpan.FromDays(60) })
            .AddDriftDetection(reference, outputs: Order.Estimate)
            .OnAlert(Print));
        for (int day = 0; day < Days; day++)
        {
            DateTime date = Start.AddDays(day);
            if (date == Change)
            {
                Console.WriteLine($"  {date:yyyy-MM-dd}  (now a quarter of the orders tells miles for kilometres, and electric bicycles come)");
            }

            foreach (Order order in traffic.Day(date))
            {
                _clock.Set(order.At);
                _orders.Add(order);
                await safe.EvaluateAsync(order);
            }

            // Monitors see the day's rows now, and not when the clock of the wall says so.
            await safe.FlushAsync();
        }

        Console.WriteLine($"  {Start.AddDays(Days):yyyy-MM-dd}  (the year has passed: {_orders.Count:N0} orders)");
    }

    /// <summary>Compares some weeks of the year, as a file of them would be.</summary>
    public DriftReport Compare(ReferenceProfile reference, DateTime first, int weeks) => DriftReport.Compare(
        reference,
        Order.Schema,
        Order.Estimate,
        _orders.Where(order => order.At >= first && order.At < first.AddDays(7 * weeks)).Select(order => (order, order.Minutes())));

    private void Print(SafetyAlert alert)
    {
        _alerts.Add(alert);
        string since = alert.Since is { } start ? $", since {start:yyyy-MM-dd HH:mm}" : "";
        Console.WriteLine($"  {alert.RaisedAt:yyyy-MM-dd}  {alert.State} {alert.Code} ({alert.Severity}{since})");
        if (alert.State == AlertState.Raised)
        {
            Console.WriteLine($"              {alert.Message}");
            foreach (AlertDriver driver in alert.Drivers.Take(3))
            {
                Console.WriteLine($"              driven by {driver.Name}: {driver.Metric} {driver.Value:f3}");
            }
        }
    }
}
