using System.ComponentModel.DataAnnotations;

namespace AISafety.Benchmarks;

/// <summary>Ten numbers.</summary>
[FeatureRow]
public sealed partial record TenNumbers(
    double A, double B, double C, double D, double E, float F, float G, int H, int I, long J)
{
    public static FeatureSchema<TenNumbers> Lambdas { get; } = FeatureSchema.For<TenNumbers>()
        .Numeric("A", row => row.A).Numeric("B", row => row.B).Numeric("C", row => row.C).Numeric("D", row => row.D).Numeric("E", row => row.E)
        .Numeric("F", row => row.F).Numeric("G", row => row.G).Numeric("H", row => row.H).Numeric("I", row => row.I).Numeric("J", row => row.J);

    public static TenNumbers[] Make(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => new TenNumbers(
        random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble(),
        random.NextSingle(), random.NextSingle(), random.Next(), random.Next(), random.NextInt64()))];
}

public enum Season
{
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// <summary>Ten features of the kinds that applications have.</summary>
[FeatureRow]
public sealed partial record TenKinds(
    [Range(18, 120)] int Age,
    [Range(0, double.PositiveInfinity)] double? Income,
    double Debt,
    float Score,
    long Account,
    bool Married,
    Season Season,
    Season Next,
    DateOnly Born,
    [AllowedValues("NY", "CA", "TX", "WA")] string State)
{
    private static readonly string[] _states = ["NY", "CA", "TX", "WA", "ZZ"];

    public static FeatureSchema<TenKinds> Lambdas { get; } = FeatureSchema.For<TenKinds>()
        .Numeric("Age", row => row.Age, min: 18, max: 120)
        .Numeric("Income", row => row.Income, min: 0)
        .Numeric("Debt", row => row.Debt)
        .Numeric("Score", row => row.Score)
        .Numeric("Account", row => row.Account)
        .Categorical("Married", row => row.Married, [false, true])
        .Categorical("Season", row => row.Season, Enum.GetValues<Season>())
        .Categorical("Next", row => row.Next, Enum.GetValues<Season>())
        .Numeric("Born", row => row.Born.DayNumber - 719_162)
        .Categorical("State", row => row.State, ["NY", "CA", "TX", "WA"]);

    public static TenKinds[] Make(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => new TenKinds(
        random.Next(18, 100),
        random.Next(4) == 0 ? null : random.NextDouble(),
        random.NextDouble(),
        random.NextSingle(),
        random.NextInt64(),
        random.Next(2) == 0,
        (Season)random.Next(4),
        (Season)random.Next(4),
        DateOnly.FromDayNumber(random.Next(700_000, 740_000)),
        new string(_states[random.Next(_states.Length)])))];
}
