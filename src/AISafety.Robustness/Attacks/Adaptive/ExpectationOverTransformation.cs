using System.Buffers;
using System.Numerics.Tensors;
using AISafety.Statistics;

namespace AISafety.Robustness;

/// <summary>A model behind a transform that draws: scores and gradients are means over several draws, so that an attack sees through the noise.</summary>
/// <remarks>
/// <para>Source: A. Athalye et al., Synthesizing robust adversarial examples, ICML 2018. The mean is of the losses' gradients. Every call draws anew; with the same seed, and the same calls in the same order, the same is drawn. An attack with other blocks calls otherwise.</para>
/// <para>Give it to <see cref="GradientAttack.GradientsFrom"/>, and attack the defence itself: what counts is its answer with its own draws. As safe for many threads as model and transform.</para>
/// </remarks>
public sealed class ExpectationOverTransformation : IDifferentiableModel
{
    private readonly TransformedRows _transformed;
    private readonly int _samples;
    private readonly ulong _seed;
    private long _calls;

    /// <summary>Puts a transform that draws before a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="transform">The transform.</param>
    /// <param name="samples">How many draws a mean is of: 1 to 100,000. Each costs a question or a gradient.</param>
    /// <param name="seed">Decides the draws.</param>
    /// <param name="pullBack">How gradients go back through the transform. Default: unchanged, which is right for added noise.</param>
    /// <exception cref="ArgumentNullException">The model or the transform is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="samples"/> is out of range.</exception>
    public ExpectationOverTransformation(IDifferentiableModel model, RowTransform transform, int samples, int seed = 0, RowPullBack? pullBack = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samples, 100_000);
        (_transformed, _samples, _seed) = (new(model, transform, pullBack), samples, SplitMix64.Mix((uint)seed));
    }

    /// <inheritdoc/>
    public int InputLength => _transformed.Model.InputLength;

    /// <inheritdoc/>
    public int OutputLength => _transformed.Model.OutputLength;

    /// <inheritdoc/>
    public async ValueTask ScoreAsync(ReadOnlyMemory<float> rows, Memory<float> scores, CancellationToken cancellationToken = default)
    {
        int places = RowBlock.Count(_transformed.Model, rows.Span, scores.Span) * OutputLength;
        Memory<float> sum = scores[..places];
        sum.Span.Clear();
        float[] one = ArrayPool<float>.Shared.Rent(places);
        for (int sample = 0; sample < _samples; sample++)
        {
            float[] changed = _transformed.Apply(rows.Span, one, Draw());
            await _transformed.Model.ScoreAsync(changed.AsMemory(0, rows.Length), one.AsMemory(0, places), cancellationToken).ConfigureAwait(false);
            ArrayPool<float>.Shared.Return(changed);
            TensorPrimitives.Add(sum.Span, one.AsSpan(0, places), sum.Span);
        }

        ArrayPool<float>.Shared.Return(one);
        TensorPrimitives.Divide(sum.Span, _samples, sum.Span);
    }

    /// <inheritdoc/>
    public void Differentiate(ReadOnlySpan<float> rows, ScoreLoss loss, Span<float> scores, Span<float> gradients)
    {
        int places = RowBlock.Count(_transformed.Model, rows, scores) * OutputLength;
        Span<float> sum = scores[..places];
        Span<float> slope = gradients[..rows.Length];
        sum.Clear();
        slope.Clear();
        float[] one = ArrayPool<float>.Shared.Rent(places);
        float[] oneSlope = ArrayPool<float>.Shared.Rent(rows.Length);
        for (int sample = 0; sample < _samples; sample++)
        {
            _transformed.Differentiate(rows, Draw(), loss, one.AsSpan(0, places), oneSlope.AsSpan(0, rows.Length));
            TensorPrimitives.Add(sum, one.AsSpan(0, places), sum);
            TensorPrimitives.Add(slope, oneSlope.AsSpan(0, rows.Length), slope);
        }

        ArrayPool<float>.Shared.Return(one);
        ArrayPool<float>.Shared.Return(oneSlope);
        TensorPrimitives.Divide(sum, _samples, sum);
        TensorPrimitives.Divide(slope, _samples, slope);
    }

    // Each row of each draw has a seed of its own.
    private Func<int, long> Draw()
    {
        ulong call = SplitMix64.Mix(_seed + ((ulong)Interlocked.Increment(ref _calls) * SplitMix64.Step));
        return row => (long)SplitMix64.Mix(call + ((ulong)(uint)row * SplitMix64.Step));
    }
}
