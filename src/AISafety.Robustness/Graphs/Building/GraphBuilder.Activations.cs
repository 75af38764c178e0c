namespace AISafety.Robustness.Graphs;

/// <summary>Functions of each value, and of groups of values.</summary>
internal sealed partial class GraphBuilder<T>
{
    private void AddActivation(OnnxNode node, Activation kind, float slope)
    {
        GraphValue x = Activations(node, 0);
        _nodes.Add(new ActivationNode<T>(node.ToString(), x.Index, DeclareOutput(node, x.Shape), kind, Number(slope)));
    }

    private void AddLeakyRelu(OnnxNode node)
    {
        float slope = node.Float("alpha", 0.01f);
        if (slope is not (>= 0 and <= 1))
        {
            throw node.Fault($"has alpha {slope}; expected 0 to 1");
        }

        AddActivation(node, Activation.Relu, slope);
    }

    private void AddSoftmax(OnnxNode node)
    {
        GraphValue x = Activations(node, 0);

        // Before version 13 all axes from the given one on are one group.
        bool isOld = file.Version < 13;
        int axis = Shapes.Axis(node.Integer("axis", isOld ? 1 : -1), x.Shape.Length);
        if (axis < 0 || (axis == 0 && x.Shape.Length > 1))
        {
            throw node.Fault($"is over axis {node.Integer("axis", isOld ? 1 : -1)} of {Shapes.Text(x.Shape)}; expected one but the batch");
        }

        int size = isOld ? Shapes.Length(x.Shape.AsSpan(axis..), "") : x.Shape[axis];
        int stride = isOld ? 1 : Shapes.Length(x.Shape.AsSpan((axis + 1)..), "");
        _nodes.Add(new SoftmaxNode<T>(
            node.ToString(), x.Index, DeclareOutput(node, x.Shape), size, stride, isLogarithm: node.Operator == "LogSoftmax"));
    }
}
