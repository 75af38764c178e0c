using System.Buffers;
using System.Numerics.Tensors;

namespace AISafety.Robustness;

/// <summary>Feature squeezing as its attacker sees it: the greatest L1 distance between the model's probabilities for a row and for its squeezed versions, with a gradient that goes through the squeezers as if they changed nothing.</summary>
/// <remarks>Detector: W. Xu, D. Evans and Y. Qi, Feature squeezing, NDSS 2018. Gradient: <see cref="Bpda"/>. As safe for many threads as model and squeezers.</remarks>
public sealed class SqueezingDetector : IDifferentiableDetector
{
    private readonly IDifferentiableModel _model;
    private readonly RowTransform[] _squeezers;
    private readonly bool _areLogits;

    /// <summary>Makes a detector.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threshold">From where on rows are flagged, 0 to 2.</param>
    /// <param name="areLogits">Whether the model gives logits: they are turned into probabilities by softmax.</param>
    /// <param name="squeezers">One or more; they are given a seed of 0.</param>
    /// <exception cref="ArgumentException">There is no squeezer, or the threshold is not a number.</exception>
    public SqueezingDetector(IDifferentiableModel model, float threshold, bool areLogits, params IReadOnlyList<RowTransform> squeezers)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(squeezers);
        if (squeezers.Count == 0)
        {
            throw new ArgumentException("Expected one squeezer or more.", nameof(squeezers));
        }

        if (float.IsNaN(threshold))
        {
            throw new ArgumentException("The threshold is NaN.", nameof(threshold));
        }

        (_model, Threshold, _areLogits, _squeezers) = (model, threshold, areLogits, [.. squeezers]);
    }

    /// <inheritdoc/>
    public string Name => "Feature squeezing";

    /// <inheritdoc/>
    public float Threshold { get; }

    /// <inheritdoc/>
    public async ValueTask ScoreAsync(ReadOnlyMemory<float> rows, Memory<float> scores, CancellationToken cancellationToken = default)
    {
        int classes = _model.OutputLength;
        int count = rows.Length / _model.InputLength;
        float[] plain = new float[count * classes];
        float[] squeezed = new float[count * classes];
        await _model.ScoreAsync(rows, plain, cancellationToken).ConfigureAwait(false);
        scores.Span[..count].Clear();
        Normalize(plain, classes);
        foreach (RowTransform squeezer in _squeezers)
        {
            float[] changed = Squeeze(squeezer, rows.Span);
            await _model.ScoreAsync(changed.AsMemory(0, rows.Length), squeezed, cancellationToken).ConfigureAwait(false);
            ArrayPool<float>.Shared.Return(changed);
            Normalize(squeezed, classes);
            for (int row = 0; row < count; row++)
            {
                float gap = Gap(plain.AsSpan(row * classes, classes), squeezed.AsSpan(row * classes, classes));
                scores.Span[row] = gap > scores.Span[row] || float.IsNaN(gap) ? gap : scores.Span[row];
            }
        }
    }

    /// <inheritdoc/>
    public void Differentiate(ReadOnlySpan<float> rows, Span<float> scores, Span<float> gradients)
    {
        (int classes, int width) = (_model.OutputLength, _model.InputLength);
        int count = rows.Length / width;
        float[] plain = new float[count * classes];
        float[] squeezed = new float[count * classes];
        float[] near = new float[rows.Length];
        float[] far = new float[rows.Length];
        scores[..count].Clear();
        gradients[..rows.Length].Clear();
        foreach (RowTransform squeezer in _squeezers)
        {
            // The gap's gradient is that of the plain answers, the squeezed being held, and the other way round.
            float[] changed = Squeeze(squeezer, rows);
            _model.Differentiate(changed.AsSpan(0, rows.Length), static (_, _, slopes) => slopes.Clear(), squeezed, far);
            Normalize(squeezed, classes);
            _model.Differentiate(rows, (row, answer, slopes) => Slope(answer, squeezed.AsSpan(row * classes, classes), slopes), plain, near);
            Normalize(plain, classes);
            _model.Differentiate(changed.AsSpan(0, rows.Length), (row, answer, slopes) => Slope(answer, plain.AsSpan(row * classes, classes), slopes), squeezed, far);
            Normalize(squeezed, classes);
            ArrayPool<float>.Shared.Return(changed);
            for (int row = 0; row < count; row++)
            {
                float gap = Gap(plain.AsSpan(row * classes, classes), squeezed.AsSpan(row * classes, classes));
                if (gap > scores[row] || float.IsNaN(gap))
                {
                    scores[row] = gap;
                    for (int i = row * width; i < (row + 1) * width; i++)
                    {
                        gradients[i] = near[i] + far[i];
                    }
                }
            }
        }
    }

    private float[] Squeeze(RowTransform squeezer, ReadOnlySpan<float> rows)
    {
        int width = _model.InputLength;
        float[] changed = ArrayPool<float>.Shared.Rent(rows.Length);
        for (int first = 0; first < rows.Length; first += width)
        {
            squeezer(rows.Slice(first, width), 0, changed.AsSpan(first, width));
        }

        return changed;
    }

    private void Normalize(Span<float> answers, int classes)
    {
        for (int first = 0; _areLogits && first < answers.Length; first += classes)
        {
            // Less the greatest: the exponential of a large logit is infinite.
            Span<float> answer = answers.Slice(first, classes);
            TensorPrimitives.Subtract(answer, TensorPrimitives.Max<float>(answer), answer);
            TensorPrimitives.SoftMax(answer, answer);
        }
    }

    private static float Gap(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        float sum = 0;
        for (int k = 0; k < one.Length; k++)
        {
            sum += Math.Abs(one[k] - other[k]);
        }

        return sum;
    }

    // Math.Sign throws for NaN.
    private static float Direction(float value) => value > 0 ? 1 : value < 0 ? -1 : 0;

    // Of sum |p_k - held_k| by the scores; through softmax, p_k (s_k - sum p_j s_j).
    private void Slope(ReadOnlySpan<float> answer, ReadOnlySpan<float> held, Span<float> slopes)
    {
        answer.CopyTo(slopes);
        Normalize(slopes, slopes.Length);
        float mean = 0;
        for (int k = 0; k < slopes.Length; k++)
        {
            mean += _areLogits ? slopes[k] * Direction(slopes[k] - held[k]) : 0;
        }

        for (int k = 0; k < slopes.Length; k++)
        {
            float sign = Direction(slopes[k] - held[k]);
            slopes[k] = _areLogits ? slopes[k] * (sign - mean) : sign;
        }
    }
}
