using BenchmarkDotNet.Attributes;

namespace AISafety.Statistics.Benchmarks;

/// <summary>Sorting, and the statistics that would need it, beside Array.Sort.</summary>
[MemoryDiagnoser]
public class SortBenchmarks
{
    private double[] _values = [];
    private double[] _scratch = [];
    private SortedSample<double>? _reference;

    [Params(1_000, 10_000, 1_000_000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _values = Data.Normal(Length, 1);
        _scratch = new double[Length];
        _reference = SortedSample<double>.Of(Data.Normal(Length, 2));
    }

    [Benchmark(Baseline = true)]
    public void ArraySort()
    {
        _values.CopyTo(_scratch, 0);
        Array.Sort(_scratch);
    }

    [Benchmark]
    public void VectorSort()
    {
        _values.CopyTo(_scratch, 0);
        NumberSort.Ascending<double>(_scratch);
    }

    [Benchmark]
    public double KolmogorovSmirnovTest() => KolmogorovSmirnov.Compute<double>(_reference!, _values, PValueMethod.Asymptotic).PValue;

    [Benchmark]
    public double WassersteinDistance() => Wasserstein.Of<double>(_reference!, _values);
}
