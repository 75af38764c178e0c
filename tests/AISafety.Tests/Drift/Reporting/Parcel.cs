namespace AISafety.Tests.Drift.Reporting;

/// <summary>Rows of mixed kinds, from a seed.</summary>
internal sealed record Parcel(double Weight, double? Size, string? Depot)
{
    public static FeatureSchema<Parcel> Schema { get; } = FeatureSchema.For<Parcel>()
        .Numeric("weight", p => p.Weight, unit: "kg")
        .Numeric("size", p => p.Size)
        .Categorical("depot", p => p.Depot, ["north", "south", "east"]);

    public static FeatureSchema<double> Price { get; } = FeatureSchema.For<double>().Numeric("price", price => price);

    public static Parcel[] Many(int count, int seed, Func<Parcel, Parcel>? change = null)
    {
        Random random = new(seed);
        Parcel[] parcels = new Parcel[count];
        for (int i = 0; i < count; i++)
        {
            double weight = Math.Exp(Normal(random));
            double? size = random.Next(20) == 0 ? null : Math.Log(weight) + Normal(random);
            parcels[i] = new(weight, size, random.Next(10) switch { < 5 => "north", < 8 => "south", _ => "east" });
            parcels[i] = change?.Invoke(parcels[i]) ?? parcels[i];
        }

        return parcels;
    }

    public static ReferenceProfile Profile(int count, int seed, Func<Parcel, Parcel>? change = null) =>
        ReferenceProfile.Fit(Schema, Many(count, seed, change));

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
