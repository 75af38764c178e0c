using System.Numerics;

namespace AISafety.Statistics.Tests;

/// <summary>The kinds of data every kernel must survive, each drawn at any length from a fixed seed.</summary>
internal static class KernelInputs
{
    /// <summary>Every kind, with gaps last.</summary>
    public static readonly string[] Kinds =
        ["normal", "ties", "constant", "sorted", "reversed", "heavy", "offset", "denormal", "zeros", "infinite", "gaps", "mixed", "missing"];

    /// <summary>Every length from 0 to <see cref="Longest"/> at its offsets, as slices of one drawn sample of <see cref="Longest"/> and <see cref="Offsets"/> more.</summary>
    public static readonly (int Offset, int Length)[] Slices =
        [.. Enumerable.Range(0, Longest + 1).SelectMany(length => OffsetsAt(length).Select(offset => (offset, length)))];

    /// <summary>Up to this length every kernel is tested.</summary>
    public const int Longest = 257;

    /// <summary>How many offsets there are: the places of a float within 64 bytes.</summary>
    public const int Offsets = 16;

    // From here on every loop of every kernel has run more than once, and one offset for each length will do.
    private const int LongestAtEveryOffset = 70;

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
            "denormal" => random.Next(-3, 4) * (random.Next(2) == 0 ? float.Epsilon : double.Epsilon),
            "zeros" => random.Next(3) switch { 0 => -0.0, 1 => 0.0, _ => Samples.Normal(random) },
            "infinite" => random.Next(20) switch { 0 => double.NegativeInfinity, 1 => double.PositiveInfinity, _ => Samples.Normal(random) },
            "gaps" => random.Next(4) == 0 ? double.NaN : Samples.Normal(random),
            "mixed" => Mixed(random, i),
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

    /// <summary>The same, rounded to a type.</summary>
    public static T[] Draw<T>(string kind, int length, int seed)
        where T : IFloatingPointIeee754<T> => [.. Draw(kind, length, seed).Select(T.CreateTruncating)];

    /// <summary>A sample of a kind cut off at 0 and 1.</summary>
    public static double[] DrawProbabilities(string kind, int length, int seed) => [.. Draw(kind, length, seed).Select(value => Math.Clamp(value, 0, 1))];

    /// <summary>The offsets at which to test a length: all, or for long ones a different one for each length.</summary>
    public static IEnumerable<int> OffsetsAt(int length) => length <= LongestAtEveryOffset ? Enumerable.Range(0, Offsets) : [length % Offsets];

    // Whatever is special, side by side; never without a number.
    private static double Mixed(Random random, int place) => random.Next(place == 0 ? 1 : 0, 12) switch
    {
        0 => double.NaN,
        1 => double.NegativeInfinity,
        2 => double.PositiveInfinity,
        3 => -0.0,
        4 => 0.0,
        5 => -float.Epsilon,
        6 => double.Epsilon,
        7 => float.MaxValue,
        8 => Samples.Geometric(random),
        _ => Samples.Normal(random),
    };
}
