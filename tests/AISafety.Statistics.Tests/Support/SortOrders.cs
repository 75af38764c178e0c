namespace AISafety.Statistics.Tests;

/// <summary>The orders that sorting and selection must survive, each at any length from a fixed seed.</summary>
internal static class SortOrders
{
    public static readonly string[] Names =
    [
        "random", "sorted", "reversed", "nearly sorted", "organ pipe", "sawtooth", "short sawtooth", "stride", "equal", "two values", "ten values", "one in a hundred",
        "zeros", "infinities", "heavy", "missing",
    ];

    public static double[] Draw(string name, int length, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(i => name switch
        {
            "sorted" => i,
            "reversed" => length - i,
            "nearly sorted" => i + random.Next(8),
            "organ pipe" => Math.Min(i, length - i),
            "sawtooth" => i % 1000,
            "short sawtooth" => i % 64,
            "stride" => (double)((long)i * 7919 % Math.Max(1, length)),
            "equal" => 0.1f,
            "two values" => i % 2,
            "ten values" => random.Next(10),
            "one in a hundred" => random.Next(100) == 0 ? 1 : 0,
            "zeros" => random.Next(2) == 0 ? -0.0 : 0.0,
            "infinities" => random.Next(3) switch { 0 => double.NegativeInfinity, 1 => double.PositiveInfinity, _ => random.NextDouble() },
            "heavy" => Samples.Cauchy(random) * Math.Exp(10 * Samples.Normal(random)),
            "missing" => random.Next(9) == 0 ? double.NaN : random.NextDouble(),
            _ => random.NextDouble(),
        })];
    }
}
