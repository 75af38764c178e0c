namespace AISafety.Robustness.Graphs;

/// <summary>Operators that change the shape, or where a value lies.</summary>
internal sealed partial class GraphBuilder<T>
{
    private void AddConstant(OnnxNode node)
    {
        string name = node.Outputs[0];
        OnnxTensorData constant = node.Tensor("value")
            ?? (node.Has("value_float") ? new(name, [], [node.Float("value_float", 0)])
            : node.Has("value_floats") ? new(name, [node.Floats("value_floats").Count], [.. node.Floats("value_floats")])
            : node.Has("value_int") ? new(name, [], [node.Integer("value_int", 0)])
            : node.Integers("value_ints") is { } integers ? new OnnxTensorData(name, [integers.Length], Array.ConvertAll(integers, static value => (long)value))
            : throw node.Fault("has no value of a kind that is supported: value, value_float(s) or value_int(s)"));
        _values[name] = new(-1, constant.Shape, constant);
    }

    private void AddDropout(OnnxNode node)
    {
        if (HasInput(node, 2))
        {
            throw node.Fault("has a training mode; expected none");
        }

        Rename(node, Value(node, 0).Shape);
    }

    private void AddReshape(OnnxNode node)
    {
        GraphValue value = Value(node, 0);
        int[] shape = HasInput(node, 1) ? Integers(node, 1) : node.Integers("shape") ?? throw node.Fault("has no shape");
        int length = Shapes.Length(value.Shape, $"Node {node}");
        bool keepsZeros = node.Integer("allowzero", 0) != 0;
        int known = 1;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] == 0 && !keepsZeros)
            {
                shape[axis] = axis < value.Shape.Length ? value.Shape[axis] : throw node.Fault($"keeps dimension {axis}, which its input {Shapes.Text(value.Shape)} does not have");
            }

            if (shape[axis] < -1 || (shape[axis] > length && length > 0))
            {
                throw node.Fault($"makes {Shapes.Text(shape)} of {Shapes.Text(value.Shape)}");
            }

            known *= shape[axis] == -1 ? 1 : Math.Max(1, shape[axis]);
            if (known > length)
            {
                throw node.Fault($"makes {Shapes.Text(shape)} of {Shapes.Text(value.Shape)}");
            }
        }

        if (shape.Count(static size => size == -1) > 1)
        {
            throw node.Fault($"makes {Shapes.Text(shape)} of {Shapes.Text(value.Shape)}; expected one open dimension at most");
        }

        int open = Array.IndexOf(shape, -1);
        if (open >= 0)
        {
            shape[open] = length / known;
        }

        Rename(node, shape);
    }

    private void AddFlatten(OnnxNode node)
    {
        int[] shape = Value(node, 0).Shape;
        long axis = node.Integer("axis", 1);
        int at = axis == shape.Length ? shape.Length : Shapes.Axis(axis, shape.Length);
        if (at < 0)
        {
            throw node.Fault($"flattens {Shapes.Text(shape)} from axis {axis}");
        }

        Rename(node, [Shapes.Length(shape.AsSpan(0, at), ""), Shapes.Length(shape.AsSpan(at), "")]);
    }

    private void AddSqueeze(OnnxNode node)
    {
        int[] shape = Value(node, 0).Shape;
        int[]? axes = HasInput(node, 1) ? Integers(node, 1) : node.Integers("axes");
        HashSet<int> removed = axes is null
            ? [.. Enumerable.Range(0, shape.Length).Where(axis => shape[axis] == 1)]
            : [.. axes.Select(axis => Shapes.Axis(axis, shape.Length))];
        if (removed.Any(axis => axis < 0 || shape[axis] != 1))
        {
            throw node.Fault($"squeezes {Shapes.Text(shape)} at {Shapes.Text(axes ?? [])}");
        }

        Rename(node, [.. shape.Where((_, axis) => !removed.Contains(axis))]);
    }

    private void AddUnsqueeze(OnnxNode node)
    {
        List<int> shape = [.. Value(node, 0).Shape];
        int[] axes = HasInput(node, 1) ? Integers(node, 1) : node.Integers("axes") ?? throw node.Fault("has no axes");
        int rank = shape.Count + axes.Length;
        foreach (int axis in axes.Select(axis => Shapes.Axis(axis, rank)).Order())
        {
            if (axis < 0 || axis > shape.Count)
            {
                throw node.Fault($"has an axis out of range for {Shapes.Text([.. shape])}");
            }

            shape.Insert(axis, 1);
        }

        Rename(node, [.. shape]);
    }

    private void AddTranspose(OnnxNode node)
    {
        GraphValue value = Activations(node, 0);
        int[] order = node.Integers("perm") ?? [.. Enumerable.Range(0, value.Shape.Length).Reverse()];
        if (!order.Order().SequenceEqual(Enumerable.Range(0, value.Shape.Length)))
        {
            throw node.Fault($"orders the axes of {Shapes.Text(value.Shape)} as {Shapes.Text(order)}");
        }

        int[] shape = [.. order.Select(axis => value.Shape[axis])];
        int[] sources = Shapes.Transpose(value.Shape, order);
        if (sources.SequenceEqual(Enumerable.Range(0, sources.Length)))
        {
            Rename(node, shape);
        }
        else
        {
            AddAffine(node, value, shape, SparseMap<T>.Gather(sources.Length, sources), null);
        }
    }

    // The same numbers in the same order: no node is needed.
    private void Rename(OnnxNode node, int[] shape)
    {
        GraphValue value = Value(node, 0);
        if (Shapes.Length(shape, $"Node {node}") != Shapes.Length(value.Shape, $"Node {node}"))
        {
            throw node.Fault($"makes {Shapes.Text(shape)} of {Shapes.Text(value.Shape)}");
        }

        _values[node.Outputs[0]] = value.Constant is not { } constant ? value with { Shape = shape }
            : new(-1, shape, constant.IsFloat ? new(constant.Name, shape, constant.Floats) : new(constant.Name, shape, constant.Integers));
    }
}
