namespace AISafety.Tests.Profiles;

/// <summary>Rows of mixed kinds, with gaps, infinities and unknown categories, from a seed.</summary>
internal sealed record Person(double Age, double? Income, string? State, float[] Embedding)
{
    public static FeatureSchema<Person> Schema { get; } = FeatureSchema.For<Person>()
        .Numeric("age", p => p.Age, unit: "years", min: 0, max: 150)
        .Numeric("income", p => p.Income, sensitive: true)
        .Categorical("state", p => p.State, ["NY", "CA", "TX"])
        .Vector("embedding", p => p.Embedding, 2);

    public static FeatureSchema<double> Score { get; } = FeatureSchema.For<double>().Numeric("score", s => s);

    public static Person[] Many(int count, int seed)
    {
        Random random = new(seed);
        Person[] people = new Person[count];
        for (int i = 0; i < count; i++)
        {
            string?[] states = ["NY", "CA", "TX", "WA", null];
            double age = random.Next(100) == 0 ? double.PositiveInfinity : 18 + random.NextDouble() * 60;
            double? income = random.Next(5) == 0 ? null : Math.Exp(random.NextDouble() * 4);
            people[i] = new(age, income, states[random.Next(states.Length)], [(float)random.NextDouble(), random.Next(3)]);
        }

        return people;
    }
}
