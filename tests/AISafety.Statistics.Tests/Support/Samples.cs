namespace AISafety.Statistics.Tests;

/// <summary>Draws from known distributions.</summary>
internal static class Samples
{
    /// <summary>Standard normal, by Box and Muller.</summary>
    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Cauchy: so heavy-tailed that it has no mean.</summary>
    public static double Cauchy(Random random) => Math.Tan(Math.PI * (random.NextDouble() - 0.5));

    /// <summary>Geometric with success probability one half: 0, 1, 2, ... with many ties.</summary>
    public static double Geometric(Random random) => Math.Floor(-Math.Log2(1 - random.NextDouble()));
}
