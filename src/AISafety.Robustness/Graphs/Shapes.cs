namespace AISafety.Robustness.Graphs;

/// <summary>Arithmetic of shapes, for a batch of one.</summary>
internal static class Shapes
{
    // More than any model here has room for; keeps a hostile shape from asking for the memory.
    public const long MaxLength = 1 << 28;

    public static int Length(ReadOnlySpan<int> shape, string whose)
    {
        long length = 1;
        foreach (int dimension in shape)
        {
            length *= dimension;
            if (length > MaxLength)
            {
                throw new OnnxGraphException($"{whose} has the shape {Text(shape)}: more than {MaxLength} values.");
            }
        }

        return (int)length;
    }

    public static string Text(ReadOnlySpan<int> shape) => $"[{string.Join(",", shape.ToArray())}]";

    /// <summary>An axis counted from the end if it is negative; -1 if it is out of range.</summary>
    public static int Axis(long axis, int rank) => axis >= 0 && axis < rank ? (int)axis : axis < 0 && axis >= -rank ? (int)(axis + rank) : -1;

    /// <summary>Where each value of a tensor comes from when a smaller one is broadcast to its shape (ONNX's rule, which is NumPy's); null if it cannot be.</summary>
    public static int[]? Broadcast(int[] from, int[] to)
    {
        // More axes would be added in front, before the batch.
        if (from.Length > to.Length)
        {
            return null;
        }

        int[] strides = new int[to.Length];
        int stride = 1;
        for (int i = 1; i <= from.Length; i++)
        {
            int size = from[^i];
            if (size != 1 && size != to[^i])
            {
                return null;
            }

            strides[^i] = size == 1 ? 0 : stride;
            stride *= size;
        }

        int[] sources = new int[to.Aggregate(1, static (product, dimension) => product * dimension)];
        int[] at = new int[to.Length];
        int source = 0;
        for (int i = 0; i < sources.Length; i++)
        {
            sources[i] = source;
            for (int axis = to.Length - 1; axis >= 0; axis--)
            {
                source += strides[axis];
                if (++at[axis] < to[axis])
                {
                    break;
                }

                source -= strides[axis] * to[axis];
                at[axis] = 0;
            }
        }

        return sources;
    }

    /// <summary>Where each value comes from when axes change places.</summary>
    public static int[] Transpose(int[] shape, int[] order)
    {
        int[] strides = new int[shape.Length];
        int stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        int[] sources = new int[stride];
        int[] at = new int[shape.Length];
        for (int i = 0; i < sources.Length; i++)
        {
            for (int axis = 0; axis < order.Length; axis++)
            {
                sources[i] += at[axis] * strides[order[axis]];
            }

            for (int axis = order.Length - 1; axis >= 0 && ++at[axis] == shape[order[axis]]; axis--)
            {
                at[axis] = 0;
            }
        }

        return sources;
    }
}
