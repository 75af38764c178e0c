namespace AISafety.Robustness.Graphs;

/// <summary>Convolutions and pools, of two dimensions.</summary>
internal sealed partial class GraphBuilder<T>
{
    private void AddConvolution(OnnxNode node)
    {
        GraphValue x = Activations(node, 0);
        OnnxTensorData weights = Floats(node, 1);
        int groups = (int)Math.Clamp(node.Integer("group", 1), 0, int.MaxValue);
        if (weights.Shape.Length != 4 || x.Shape is not [1, int channels, _, _]
            || groups == 0 || channels != weights.Shape[1] * groups || weights.Shape[0] % groups != 0)
        {
            throw node.Fault($"convolves {Shapes.Text(x.Shape)} with {Shapes.Text(weights.Shape)} in {groups} groups; expected 1 x channels x height x width and kernels x channels of a group x height x width");
        }

        Windows windows = Windows(node, x.Shape, [weights.Shape[2], weights.Shape[3]]);
        int kernels = weights.Shape[0];
        _ = Shapes.Length([kernels, windows.OutputHeight, windows.OutputWidth], $"Node {node}");
        _ = Shapes.Length([windows.Positions, channels / groups, windows.Taps], $"Node {node}");
        T[]? bias = null;
        if (HasInput(node, 2))
        {
            float[] given = Floats(node, 2).Floats;
            if (given.Length != kernels)
            {
                throw node.Fault($"has {given.Length} biases; expected {kernels}");
            }

            bias = new T[kernels * windows.Positions];
            for (int i = 0; i < bias.Length; i++)
            {
                bias[i] = Number(given[i / windows.Positions]);
            }
        }

        AddAffine(
            node, x, [1, kernels, windows.OutputHeight, windows.OutputWidth],
            new ConvolutionMap<T>(windows, Array.ConvertAll(weights.Floats, Number), kernels, groups), bias);
    }

    private void AddAveragePool(OnnxNode node)
    {
        (GraphValue x, Windows windows) = Pool(node);
        bool countsPads = node.Integer("count_include_pad", 0) != 0;
        int[] places = windows.Places();
        List<int> starts = [0];
        List<int> sources = [];
        List<T> factors = [];
        for (int i = 0; i < windows.Channels * windows.Positions; i++)
        {
            (int channel, int position) = Math.DivRem(i, windows.Positions);
            int[] window = places[(position * windows.Taps)..((position + 1) * windows.Taps)];
            int counted = window.Count(place => place >= 0 || (place == -1 && countsPads));
            if (counted == 0)
            {
                throw node.Fault("has a window that lies in the padding altogether");
            }

            foreach (int place in window.Where(static place => place >= 0))
            {
                sources.Add(channel * windows.Height * windows.Width + place);
                factors.Add(T.One / T.CreateChecked(counted));
            }

            starts.Add(sources.Count);
        }

        AddAffine(
            node, x, [1, windows.Channels, windows.OutputHeight, windows.OutputWidth],
            new SparseMap<T>(windows.Channels * windows.Height * windows.Width, [.. starts], [.. sources], [.. factors]), null);
    }

    private void AddMaxPool(OnnxNode node)
    {
        if (node.Integer("storage_order", 0) != 0)
        {
            throw node.Fault("stores columns first; expected rows first");
        }

        (GraphValue x, Windows windows) = Pool(node);
        int[] places = windows.Places();
        List<int> starts = [0];
        List<int> sources = [];
        for (int i = 0; i < windows.Channels * windows.Positions; i++)
        {
            (int channel, int position) = Math.DivRem(i, windows.Positions);
            sources.AddRange(places[(position * windows.Taps)..((position + 1) * windows.Taps)]
                .Where(static place => place >= 0).Select(place => channel * windows.Height * windows.Width + place));
            if (sources.Count == starts[^1])
            {
                throw node.Fault("has a window that lies in the padding altogether");
            }

            starts.Add(sources.Count);
        }

        int output = DeclareOutput(node, [1, windows.Channels, windows.OutputHeight, windows.OutputWidth]);
        _nodes.Add(new MaxPoolNode<T>(node.ToString(), x.Index, output, [.. starts], [.. sources]));
    }

    private (GraphValue Value, Windows Windows) Pool(OnnxNode node)
    {
        GraphValue x = Activations(node, 0);
        if (x.Shape.Length != 4 || x.Shape[0] != 1)
        {
            throw node.Fault($"pools {Shapes.Text(x.Shape)}; expected 1 x channels x height x width");
        }

        bool isGlobal = node.Operator.StartsWith("Global", StringComparison.Ordinal);
        return (x, Windows(node, x.Shape, isGlobal ? [x.Shape[2], x.Shape[3]] : node.Integers("kernel_shape") ?? throw node.Fault("has no kernel_shape")));
    }

    private static Windows Windows(OnnxNode node, int[] shape, int[] kernel)
    {
        int[] strides = node.Integers("strides") ?? [1, 1];
        int[] dilations = node.Integers("dilations") ?? [1, 1];
        int[] pads = node.Integers("pads") ?? [0, 0, 0, 0];
        if (kernel.Length != 2 || strides.Length != 2 || dilations.Length != 2 || pads.Length != 4
            || kernel.Concat(strides).Concat(dilations).Any(static size => size is < 1 or > 1 << 14) || pads.Any(static pad => pad is < 0 or > 1 << 14))
        {
            throw node.Fault("has a kernel, strides, dilations or pads that are not of two dimensions, or out of range");
        }

        string automatic = node.Text("auto_pad", "NOTSET");
        int[] output = new int[2];
        for (int axis = 0; axis < 2; axis++)
        {
            int size = shape[axis + 2];
            int reach = (kernel[axis] - 1) * dilations[axis] + 1;
            if (automatic.StartsWith("SAME", StringComparison.Ordinal))
            {
                output[axis] = (size + strides[axis] - 1) / strides[axis];
                int pad = Math.Max(0, (output[axis] - 1) * strides[axis] + reach - size);
                pads[axis] = automatic == "SAME_LOWER" ? (pad + 1) / 2 : pad / 2;
                pads[axis + 2] = pad - pads[axis];
            }
            else
            {
                int room = size + pads[axis] + pads[axis + 2] - reach;
                bool isCeiling = node.Integer("ceil_mode", 0) != 0;
                output[axis] = room < 0 ? 0 : (room + (isCeiling ? strides[axis] - 1 : 0)) / strides[axis] + 1;

                // A last window must begin inside the image or its first pads.
                if (isCeiling && (output[axis] - 1) * strides[axis] >= size + pads[axis])
                {
                    output[axis]--;
                }
            }
        }

        if (output[0] < 1 || output[1] < 1)
        {
            throw node.Fault($"has a kernel of {Shapes.Text(kernel)} for {Shapes.Text(shape)}");
        }

        long places = (long)output[0] * output[1] * kernel[0] * kernel[1];
        if (places > Shapes.MaxLength || (long)output[0] * output[1] * shape[1] > Shapes.MaxLength)
        {
            throw node.Fault($"slides a kernel of {Shapes.Text(kernel)} over {output[0]} x {output[1]} places: more than {Shapes.MaxLength} in all");
        }

        return new Windows
        {
            Channels = shape[1],
            Height = shape[2],
            Width = shape[3],
            KernelHeight = kernel[0],
            KernelWidth = kernel[1],
            Strides = strides,
            Dilations = dilations,
            Pads = pads,
            OutputHeight = output[0],
            OutputWidth = output[1],
        };
    }
}
