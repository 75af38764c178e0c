using System.Buffers;

namespace AISafety.Robustness;

/// <summary>A model behind a transform that has no useful gradient: forwards goes through the transform, backwards through what stands in for it, which is the identity if nothing else is given.</summary>
/// <remarks>Source: A. Athalye, N. Carlini and D. Wagner, Obfuscated gradients give a false sense of security, ICML 2018: backward pass differentiable approximation. The identity serves transforms that give about what they are given: rounding, squeezing, smoothing.
/// For a transform that draws, <see cref="ExpectationOverTransformation"/>. As safe for many threads as model and transform.</remarks>
public sealed class Bpda : IDifferentiableModel
{
    private readonly TransformedRows _transformed;

    /// <summary>Puts a transform before a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="transform">The transform; it is given a seed of 0.</param>
    /// <param name="pullBack">How gradients go back through it. Default: unchanged.</param>
    /// <exception cref="ArgumentNullException">The model or the transform is null.</exception>
    public Bpda(IDifferentiableModel model, RowTransform transform, RowPullBack? pullBack = null) => _transformed = new(model, transform, pullBack);

    /// <inheritdoc/>
    public int InputLength => _transformed.Model.InputLength;

    /// <inheritdoc/>
    public int OutputLength => _transformed.Model.OutputLength;

    /// <inheritdoc/>
    public async ValueTask ScoreAsync(ReadOnlyMemory<float> rows, Memory<float> scores, CancellationToken cancellationToken = default)
    {
        float[] changed = _transformed.Apply(rows.Span, scores.Span, static _ => 0);
        await _transformed.Model.ScoreAsync(changed.AsMemory(0, rows.Length), scores, cancellationToken).ConfigureAwait(false);
        ArrayPool<float>.Shared.Return(changed);
    }

    /// <inheritdoc/>
    public void Differentiate(ReadOnlySpan<float> rows, ScoreLoss loss, Span<float> scores, Span<float> gradients) =>
        _transformed.Differentiate(rows, static _ => 0, loss, scores, gradients);
}
