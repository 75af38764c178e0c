using System.Buffers;

namespace AISafety.Robustness;

/// <summary>A transform before a model, and the way back.</summary>
internal sealed class TransformedRows
{
    private readonly RowTransform _transform;
    private readonly RowPullBack? _pullBack;

    public TransformedRows(IDifferentiableModel model, RowTransform transform, RowPullBack? pullBack)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(transform);
        (Model, _transform, _pullBack) = (model, transform, pullBack);
    }

    public IDifferentiableModel Model { get; }

    /// <summary>Transforms rows into an array of the pool, which the caller gives back.</summary>
    public float[] Apply(ReadOnlySpan<float> rows, ReadOnlySpan<float> scores, Func<int, long> seedOf)
    {
        int width = Model.InputLength;
        int count = RowBlock.Count(Model, rows, scores);
        float[] changed = ArrayPool<float>.Shared.Rent(rows.Length);
        for (int row = 0; row < count; row++)
        {
            _transform(rows.Slice(row * width, width), seedOf(row), changed.AsSpan(row * width, width));
        }

        return changed;
    }

    public void Differentiate(ReadOnlySpan<float> rows, Func<int, long> seedOf, ScoreLoss loss, Span<float> scores, Span<float> gradients)
    {
        float[] changed = Apply(rows, scores, seedOf);
        if (_pullBack is null)
        {
            Model.Differentiate(changed.AsSpan(0, rows.Length), loss, scores, gradients);
            ArrayPool<float>.Shared.Return(changed);
            return;
        }

        int width = Model.InputLength;
        float[] outer = ArrayPool<float>.Shared.Rent(rows.Length);
        Model.Differentiate(changed.AsSpan(0, rows.Length), loss, scores, outer.AsSpan(0, rows.Length));
        for (int first = 0; first < rows.Length; first += width)
        {
            _pullBack(rows.Slice(first, width), seedOf(first / width), outer.AsSpan(first, width), gradients.Slice(first, width));
        }

        ArrayPool<float>.Shared.Return(outer);
        ArrayPool<float>.Shared.Return(changed);
    }
}
