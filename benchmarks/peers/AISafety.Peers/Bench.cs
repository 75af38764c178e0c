using System.Globalization;

namespace AISafety.Peers;

/// <summary>What the rooms build their operations with.</summary>
internal sealed record Bench(Inputs Inputs, PythonPeer Python, Sizes Sizes)
{
    /// <summary>The library's own way.</summary>
    public static Contender Ours(Action run, Func<double[]> answer) => new DotNetContender("AISafety", run, answer);

    /// <summary>A peer in this process.</summary>
    public static Contender DotNet(string name, Action run, Func<double[]> answer, double? tolerance = null) =>
        new DotNetContender(name, run, answer) { Tolerance = tolerance };

    /// <summary>A peer in the Python process: the function of that name in the rooms there prepares it.</summary>
    public Contender Peer(string name, string function, string[] arguments, double? tolerance = null) =>
        new PythonContender(name, Python, function, arguments) { Tolerance = tolerance };

    /// <summary>The fastest way we know to write it with NumPy's operations.</summary>
    public Contender HandWritten(string name, string function, string[] arguments) =>
        new PythonContender($"hand-written: {name}", Python, function, arguments) { IsHandWritten = true };

    /// <summary>Standard normal draws; the same array for the same length and seed.</summary>
    public Input<double> Normal(int count, int seed, double mean = 0) =>
        Inputs.Get(string.Create(CultureInfo.InvariantCulture, $"normal-{count}-{seed}-{mean}"), () => Draws.Normal(count, seed, mean));

    /// <summary>The same draws as floats.</summary>
    public Input<float> NormalFloats(int count, int seed, double mean = 0)
    {
        Input<double> doubles = Normal(count, seed, mean);
        return Inputs.Get(Path.GetFileNameWithoutExtension(doubles.File), () => Draws.Floats(doubles.Values));
    }

    /// <summary>A number as an argument.</summary>
    public static string Number(double value) => value.ToString("r", CultureInfo.InvariantCulture);

    /// <summary>Counts as an answer.</summary>
    public static double[] Answer(long[] counts) => [.. counts.Select(count => (double)count)];

    /// <summary>Floats as an answer.</summary>
    public static double[] Answer(float[] values) => [.. values.Select(value => (double)value)];
}
