using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using MathNet.Numerics.Statistics;

namespace AISafety.Statistics.Benchmarks;

/// <summary>Moments beside what .NET offers for mean and variance alone.</summary>
[MemoryDiagnoser]
public class DescriptionBenchmarks
{
    private double[] _doubles = [];
    private float[] _floats = [];

    [Params(10_000, 10_000_000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _doubles = Data.Normal(Length, 1);
        _floats = Data.Floats(_doubles);
    }

    [Benchmark(Baseline = true)]
    public double MathNetMeanVariance() => ArrayStatistics.MeanVariance(_doubles).Item2;

    [Benchmark]
    public float TensorPrimitivesDeviation() => TensorPrimitives.StdDev<float>(_floats);

    [Benchmark]
    public double MomentsOfDoubles() => Moments.Of(_doubles).Variance;

    [Benchmark]
    public double MomentsOfFloats() => Moments.Of(_floats).Variance;
}
