namespace AISafety.Statistics.Tests;

/// <summary>The kinds of data every kernel must survive, each drawn at any length from a fixed seed.</summary>
internal static class KernelInputs
{
    /// <summary>Every kind, with gaps last.</summary>
    public static readonly string[] Kinds =
        ["normal", "ties", "constant", "sorted", "reversed", "heavy", "offset", "denormal", "zeros", "infinite", "gaps", "missing"];

    /// <summary>A sample of a kind.</summary>
    public static double[] Draw(string kind, int length, int seed)
    {
        Random random = new(seed);
        double[] values = [.. Enumerable.Range(0, length).Select(i => kind switch
        {
            "ties" => Samples.Geometric(random),
            "constant" => 0.1f,
            "heavy" => Samples.Cauchy(random) * Math.Exp(10 * Samples.Normal(random)),
            "offset" => 1e6 + Samples.Normal(random),
            "denormal" => random.Next(-3, 4) * 1.4e-45,
            "zeros" => random.Next(3) switch { 0 => -0.0, 1 => 0.0, _ => Samples.Normal(random) },
            "infinite" => random.Next(20) switch { 0 => double.NegativeInfinity, 1 => double.PositiveInfinity, _ => Samples.Normal(random) },
            "gaps" => random.Next(4) == 0 ? double.NaN : Samples.Normal(random),
            "missing" => double.NaN,
            _ => Samples.Normal(random),
        })];
        if (kind is "sorted" or "reversed")
        {
            Array.Sort(values);
        }

        if (kind == "reversed")
        {
            Array.Reverse(values);
        }

        return values;
    }

    /// <summary>The same, rounded to floats.</summary>
    public static float[] DrawFloats(string kind, int length, int seed) => [.. Draw(kind, length, seed).Select(value => (float)value)];
}
