using System.Buffers;
using System.Numerics;
using AISafety.Robustness.Kernels;

namespace AISafety.Robustness.Graphs;

/// <summary>A convolution: each position's window is laid out as a row, and multiplied by the kernels of its group.</summary>
internal sealed class ConvolutionMap<T> : LinearMap<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Windows _windows;
    private readonly int[] _places;
    private readonly T[] _weights;
    private readonly int _groups;
    private readonly int _kernels; // of a group
    private readonly int _depth; // values of a window: channels of a group x taps
    private readonly PackedMatrix<T>[] _forward;
    private readonly Lazy<PackedMatrix<T>[]> _backward;

    /// <param name="windows">How the kernel slides.</param>
    /// <param name="weights">Kernel by kernel: channels of its group x height x width.</param>
    /// <param name="kernels">How many: the output's channels.</param>
    /// <param name="groups">How many groups; divides the channels and the kernels.</param>
    public ConvolutionMap(Windows windows, T[] weights, int kernels, int groups)
        : base(windows.Channels * windows.Height * windows.Width, kernels * windows.Positions)
    {
        (_windows, _places, _weights, _groups) = (windows, windows.Places(), weights, groups);
        _kernels = kernels / groups;
        _depth = windows.Channels / groups * windows.Taps;
        _forward = [.. Enumerable.Range(0, groups).Select(group => new PackedMatrix<T>(
            _depth, _kernels, (row, column) => weights[(group * _kernels + column) * _depth + row]))];
        _backward = new(() => [.. Enumerable.Range(0, groups).Select(group => new PackedMatrix<T>(
            _kernels, _depth, (row, column) => weights[(group * _kernels + row) * _depth + column]))]);
    }

    // A value is in at most taps windows, of each kernel of its group.
    public override int Terms => Math.Max(_depth, _kernels * _windows.Taps);

    public override void Apply(ReadOnlySpan<T> x, Span<T> y, int count, bool adds = false)
    {
        int positions = _windows.Positions;
        T[] rows = ArrayPool<T>.Shared.Rent(positions * _depth);
        T[] answers = ArrayPool<T>.Shared.Rent(positions * _kernels);
        for (int i = 0; i < count * _groups; i++)
        {
            (int sample, int group) = Math.DivRem(i, _groups);
            ReadOnlySpan<T> image = x.Slice(sample * InputLength + group * (InputLength / _groups), InputLength / _groups);
            Span<T> output = y.Slice(sample * OutputLength + group * (OutputLength / _groups), OutputLength / _groups);
            Gather(image, rows);
            _forward[group].Multiply(rows, answers, positions, adds: false);
            for (int kernel = 0; kernel < _kernels; kernel++)
            {
                Span<T> channel = output.Slice(kernel * positions, positions);
                for (int position = 0; position < channel.Length; position++)
                {
                    T answer = answers[position * _kernels + kernel];
                    channel[position] = adds ? channel[position] + answer : answer;
                }
            }
        }

        ArrayPool<T>.Shared.Return(rows);
        ArrayPool<T>.Shared.Return(answers);
    }

    public override void ApplyTransposed(ReadOnlySpan<T> y, Span<T> x, int count, bool adds = false)
    {
        int positions = _windows.Positions;
        T[] rows = ArrayPool<T>.Shared.Rent(positions * _depth);
        T[] answers = ArrayPool<T>.Shared.Rent(positions * _kernels);
        if (!adds)
        {
            x[..(count * InputLength)].Clear();
        }

        for (int i = 0; i < count * _groups; i++)
        {
            (int sample, int group) = Math.DivRem(i, _groups);
            Span<T> image = x.Slice(sample * InputLength + group * (InputLength / _groups), InputLength / _groups);
            ReadOnlySpan<T> output = y.Slice(sample * OutputLength + group * (OutputLength / _groups), OutputLength / _groups);
            for (int kernel = 0; kernel < _kernels; kernel++)
            {
                for (int position = 0; position < positions; position++)
                {
                    answers[position * _kernels + kernel] = output[kernel * positions + position];
                }
            }

            _backward.Value[group].Multiply(answers, rows, positions, adds: false);
            Scatter(rows, image);
        }

        ArrayPool<T>.Shared.Return(rows);
        ArrayPool<T>.Shared.Return(answers);
    }

    protected override LinearMap<T> MakeAbsolute() => new ConvolutionMap<T>(_windows, Array.ConvertAll(_weights, T.Abs), _kernels * _groups, _groups);

    private void Gather(ReadOnlySpan<T> image, Span<T> rows)
    {
        int size = _windows.Height * _windows.Width;
        int taps = _windows.Taps;
        for (int position = 0; position < _windows.Positions; position++)
        {
            ReadOnlySpan<int> places = _places.AsSpan(position * taps, taps);
            Span<T> row = rows.Slice(position * _depth, _depth);
            for (int channel = 0; channel * taps < _depth; channel++)
            {
                for (int tap = 0; tap < taps; tap++)
                {
                    row[channel * taps + tap] = places[tap] < 0 ? T.Zero : image[channel * size + places[tap]];
                }
            }
        }
    }

    private void Scatter(ReadOnlySpan<T> rows, Span<T> image)
    {
        int size = _windows.Height * _windows.Width;
        int taps = _windows.Taps;
        for (int position = 0; position < _windows.Positions; position++)
        {
            ReadOnlySpan<int> places = _places.AsSpan(position * taps, taps);
            ReadOnlySpan<T> row = rows.Slice(position * _depth, _depth);
            for (int channel = 0; channel * taps < _depth; channel++)
            {
                for (int tap = 0; tap < taps; tap++)
                {
                    if (places[tap] >= 0)
                    {
                        image[channel * size + places[tap]] += row[channel * taps + tap];
                    }
                }
            }
        }
    }
}
