using System.Numerics;

namespace AISafety.Robustness.Graphs;

/// <summary>A few terms for each value: means of windows, changed places.</summary>
internal sealed class SparseMap<T> : LinearMap<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int[] _starts;
    private readonly int[] _sources;
    private readonly T[] _factors;

    /// <param name="inputLength">How many values come in.</param>
    /// <param name="starts">Where the terms of each output begin, and where the last end.</param>
    /// <param name="sources">The input of each term.</param>
    /// <param name="factors">The factor of each term.</param>
    public SparseMap(int inputLength, int[] starts, int[] sources, T[] factors)
        : base(inputLength, starts.Length - 1)
    {
        (_starts, _sources, _factors) = (starts, sources, factors);
        int[] uses = new int[inputLength];
        foreach (int source in sources)
        {
            uses[source]++;
        }

        Terms = Math.Max(1, Math.Max(uses.DefaultIfEmpty().Max(), starts.Zip(starts.Skip(1), static (start, end) => end - start).DefaultIfEmpty().Max()));
    }

    public override int Terms { get; }

    /// <summary>Values that change places.</summary>
    public static SparseMap<T> Gather(int inputLength, int[] sources)
    {
        T[] ones = new T[sources.Length];
        Array.Fill(ones, T.One);
        return new(inputLength, [.. Enumerable.Range(0, sources.Length + 1)], sources, ones);
    }

    public override void Apply(ReadOnlySpan<T> x, Span<T> y, int count, bool adds = false)
    {
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<T> from = x.Slice(row * InputLength, InputLength);
            Span<T> to = y.Slice(row * OutputLength, OutputLength);
            for (int i = 0; i < to.Length; i++)
            {
                T sum = T.Zero;
                for (int term = _starts[i]; term < _starts[i + 1]; term++)
                {
                    sum += _factors[term] * from[_sources[term]];
                }

                to[i] = adds ? to[i] + sum : sum;
            }
        }
    }

    public override void ApplyTransposed(ReadOnlySpan<T> y, Span<T> x, int count, bool adds = false)
    {
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<T> from = y.Slice(row * OutputLength, OutputLength);
            Span<T> to = x.Slice(row * InputLength, InputLength);
            if (!adds)
            {
                to.Clear();
            }

            for (int i = 0; i < from.Length; i++)
            {
                if (from[i] != T.Zero)
                {
                    for (int term = _starts[i]; term < _starts[i + 1]; term++)
                    {
                        to[_sources[term]] += _factors[term] * from[i];
                    }
                }
            }
        }
    }

    protected override LinearMap<T> MakeAbsolute() => new SparseMap<T>(InputLength, _starts, _sources, Array.ConvertAll(_factors, T.Abs));
}
