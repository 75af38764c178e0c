using AISafety;

namespace DriftReplay;

/// <summary>A meal to deliver, of which the model says how long it will take.</summary>
/// <param name="At">When it was ordered.</param>
/// <param name="Distance">How far, in kilometres.</param>
/// <param name="Preparation">How long the kitchen says that it needs, in minutes; now and then it says nothing.</param>
/// <param name="Waiting">How many orders wait.</param>
/// <param name="Vehicle">What it is carried with.</param>
internal sealed record Order(DateTime At, double Distance, double? Preparation, double Waiting, string Vehicle)
{
    /// <summary>What the model is given: orders waiting are measured by what is usual at that hour, so that the season is no longer in them.</summary>
    public static FeatureSchema<Order> Schema { get; } = Shared()
        .Numeric("waiting against usual", order => order.Waiting / Season.UsuallyWaiting(order.At));

    /// <summary>The same with the orders waiting as they are.</summary>
    public static FeatureSchema<Order> Raw { get; } = Shared().Numeric("waiting", order => order.Waiting);

    /// <summary>What the model answers.</summary>
    public static FeatureSchema<double> Estimate { get; } = FeatureSchema.For<double>().Numeric("estimate", minutes => minutes, unit: "minutes");

    /// <summary>The model: minutes until the meal is there.</summary>
    public double Minutes() =>
        6 + (Preparation ?? 12) + ((Vehicle == "car" ? 2.6 : 3.4) * Distance) + (3 * Waiting / Season.UsuallyWaiting(At));

    private static FeatureSchema<Order> Shared() => FeatureSchema.For<Order>()
        .Numeric("distance", order => order.Distance, unit: "km", min: 0)
        .Numeric("preparation", order => order.Preparation, unit: "minutes", min: 0)
        .Categorical("vehicle", order => order.Vehicle, ["bicycle", "scooter", "car"]);
}
