namespace AISafety.Tests.DataQuality;

/// <summary>Rows of people as they might come: two correlated measures, a whole number, a flag, a category, an amount that is missing now and then.</summary>
internal static class Visits
{
    public const int Height = 0;
    public const int Weight = 1;
    public const int Age = 2;
    public const int Member = 3;
    public const int City = 4;
    public const int Amount = 5;

    public static FeatureSchema<float[]> Schema { get; } = FeatureSchema.For<float[]>()
        .Numeric("height", row => row[Height])
        .Numeric("weight", row => row[Weight])
        .Numeric("age", row => row[Age], min: 0, max: 120)
        .Numeric("member", row => row[Member])
        .Categorical("city", row => row[City] switch { 0 => "a", 1 => "b", 2 => "c", -1 => "else", _ => null }, ["a", "b", "c"])
        .Numeric("amount", row => float.IsNaN(row[Amount]) ? null : row[Amount]);

    public static float[] Row(Random random)
    {
        double z = Normal(random);
        return
        [
            (float)(170 + (10 * z)),
            (float)(70 + (12 * ((0.8 * z) + (0.6 * Normal(random))))),
            random.Next(18, 91),
            random.Next(4) == 0 ? 1 : 0,
            random.NextDouble() < 0.002 ? -1 : random.Next(3),
            random.Next(20) == 0 ? float.NaN : (float)Math.Exp(4 + (0.5 * Normal(random))),
        ];
    }

    public static ReferenceProfile Profile(int seed = 1, int rows = 3_000)
    {
        Random random = new(seed);
        float[] table = [.. Enumerable.Range(0, rows).SelectMany(_ => Row(random))];
        return ReferenceProfile.FitRows(Schema, table);
    }

    /// <summary>What is found in some windows of rows that a fault has befallen.</summary>
    public static List<DataQualityFinding> Find(Action<float[], Random>? fault, DataQualityOptions? options = null, int windows = 3, int seed = 100, ReferenceProfile? profile = null)
    {
        DataQualityWatch watch = new(profile ?? Profile(), options);
        Random random = new(seed);
        List<DataQualityFinding> found = [];
        for (long looks = 0; looks < windows;)
        {
            float[] row = Row(random);
            fault?.Invoke(row, random);
            if (watch.Observe(row) is { } window)
            {
                looks++;
                found.AddRange(window.Findings);
            }
        }

        return found;
    }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
