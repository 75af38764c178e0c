namespace AISafety.Adversarial;

/// <summary>Several transforms, one after the other.</summary>
internal sealed class TransformChain
{
    private readonly InputTransform[] _transforms;
    private readonly int? _width;

    public TransformChain(ReadOnlySpan<InputTransform> transforms)
    {
        _transforms = transforms.ToArray();
        if (_transforms.Length == 0 || !Array.TrueForAll(_transforms, static one => one is not null))
        {
            throw new ArgumentException("Expected at least one transform, and no null.", nameof(transforms));
        }

        int?[] widths = [.. _transforms.Select(static one => one.Width).Where(static width => width is not null).Distinct()];
        _width = widths.Length <= 1
            ? widths.SingleOrDefault()
            : throw new ArgumentException($"The transforms take rows of {string.Join(" and ", widths)} numbers; expected the same for all.", nameof(transforms));
    }

    public float[] Apply(ReadOnlySpan<float> row)
    {
        if (_width is { } width && row.Length != width)
        {
            throw new ArgumentException($"The input has {row.Length} numbers; the transforms take {width}.", nameof(row));
        }

        // Some transforms would make an ordinary number of it, which nothing after them could refuse.
        if (row.ContainsAny(float.PositiveInfinity, float.NegativeInfinity))
        {
            throw new ArgumentException("A number of the input is infinite; expected finite ones, or NaN for a missing one.", nameof(row));
        }

        ulong draw = RowHash.Of(row, default);
        float[] changed = row.ToArray();
        foreach (InputTransform transform in _transforms)
        {
            float[] next = new float[row.Length];
            transform.Apply(changed, next, draw);
            changed = next;
        }

        return changed;
    }
}
