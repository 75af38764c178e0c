namespace AISafety.Robustness.Graphs;

/// <summary>Operators that multiply and add.</summary>
internal sealed partial class GraphBuilder<T>
{
    // y = alpha x B + beta C, x of one row.
    private void AddGemm(OnnxNode node)
    {
        GraphValue x = Activations(node, 0);
        OnnxTensorData b = Floats(node, 1);
        if (x.Shape is not [1, int length] || b.Shape.Length != 2 || node.Integer("transA", 0) != 0)
        {
            throw node.Fault($"multiplies {Shapes.Text(x.Shape)}{(node.Integer("transA", 0) != 0 ? " transposed" : "")} by {Shapes.Text(b.Shape)}; expected a row and a constant matrix");
        }

        bool isTransposed = node.Integer("transB", 0) != 0;
        (int rows, int columns) = isTransposed ? (b.Shape[1], b.Shape[0]) : (b.Shape[0], b.Shape[1]);
        if (rows != length)
        {
            throw node.Fault($"multiplies {Shapes.Text(x.Shape)} by {Shapes.Text(b.Shape)}{(isTransposed ? " transposed" : "")}");
        }

        T alpha = Number(node.Float("alpha", 1));
        T[] weights = Weights(b.Floats, rows, columns, isTransposed);
        for (int i = 0; i < weights.Length && alpha != T.One; i++)
        {
            weights[i] *= alpha;
        }

        T[]? bias = null;
        if (HasInput(node, 2))
        {
            OnnxTensorData c = Floats(node, 2);
            int[] sources = Shapes.Broadcast(c.Shape, [1, columns]) ?? throw node.Fault($"adds {Shapes.Text(c.Shape)} to {Shapes.Text([1, columns])}");
            T beta = Number(node.Float("beta", 1));
            bias = Array.ConvertAll(sources, source => beta * Number(c.Floats[source]));
        }

        AddAffine(node, x, [1, columns], new DenseMap<T>(rows, columns, weights), bias);
    }

    private void AddMatMul(OnnxNode node)
    {
        if (Value(node, 0).Constant is not null)
        {
            AddMatMulFromLeft(node);
            return;
        }

        GraphValue x = Activations(node, 0);
        OnnxTensorData b = Floats(node, 1);
        if (x.Shape.Length == 0 || b.Shape.Length is not (1 or 2) || b.Shape[0] != x.Shape[^1])
        {
            throw node.Fault($"multiplies {Shapes.Text(x.Shape)} by {Shapes.Text(b.Shape)}; expected a constant matrix that fits the last axis");
        }

        int rows = b.Shape[0];
        int columns = b.Shape.Length == 2 ? b.Shape[1] : 1;
        int parts = Shapes.Length(x.Shape.AsSpan(..^1), $"Node {node}");
        LinearMap<T> map = new DenseMap<T>(rows, columns, Weights(b.Floats, rows, columns, isTransposed: false));
        AddAffine(
            node, x, b.Shape.Length == 2 ? [.. x.Shape[..^1], columns] : x.Shape[..^1], parts == 1 ? map : new RepeatedMap<T>(map, parts), null);
    }

    // A constant matrix times a column.
    private void AddMatMulFromLeft(OnnxNode node)
    {
        OnnxTensorData a = Floats(node, 0);
        GraphValue x = Activations(node, 1);
        bool isVector = x.Shape.Length == 1;
        if (a.Shape is not [int rows, int columns] || !(isVector ? x.Shape[0] == columns : x.Shape is [int length, 1] && length == columns))
        {
            throw node.Fault($"multiplies the constant {Shapes.Text(a.Shape)} by {Shapes.Text(x.Shape)}; expected a matrix and a column");
        }

        AddAffine(node, x, isVector ? [rows] : [rows, 1], new DenseMap<T>(columns, rows, Array.ConvertAll(a.Floats, Number)), null);
    }

    // As DenseMap wants them: an output's weights beside each other.
    private static T[] Weights(float[] matrix, int rows, int columns, bool isTransposed)
    {
        T[] weights = new T[matrix.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                weights[column * rows + row] = Number(matrix[isTransposed ? column * rows + row : row * columns + column]);
            }
        }

        return weights;
    }

    private void AddSum(OnnxNode node, bool isDifference)
    {
        GraphValue left = Value(node, 0);
        GraphValue right = Value(node, 1);
        if (left.Constant is null && right.Constant is null)
        {
            if (!left.Shape.SequenceEqual(right.Shape))
            {
                throw node.Fault($"adds {Shapes.Text(left.Shape)} and {Shapes.Text(right.Shape)}; expected values of one shape, or a constant");
            }

            _nodes.Add(new SumNode<T>(node.ToString(), left.Index, right.Index, DeclareOutput(node, left.Shape), isDifference));
            return;
        }

        bool isRight = right.Constant is not null;
        (GraphValue value, T[] terms) = WithConstant(node, isRight ? 1 : 0);
        T[] factors = new T[terms.Length];
        Array.Fill(factors, isDifference && !isRight ? -T.One : T.One);
        AddAffine(node, value, value.Shape, new DiagonalMap<T>(factors), isDifference && isRight ? Array.ConvertAll(terms, static term => -term) : terms);
    }

    private void AddScale(OnnxNode node, bool isQuotient)
    {
        (GraphValue value, T[] factors) = WithConstant(node, isQuotient || Value(node, 1).Constant is not null ? 1 : 0);
        if (isQuotient)
        {
            factors = Array.ConvertAll(factors, factor => factor != T.Zero ? T.One / factor : throw node.Fault("divides by 0"));
        }

        if (!Array.TrueForAll(factors, T.IsFinite))
        {
            throw node.Fault("divides by a number too small");
        }

        AddAffine(node, value, value.Shape, new DiagonalMap<T>(factors), null);
    }

    /// <summary>The value, and the constant broadcast to its shape.</summary>
    private (GraphValue Value, T[] Constant) WithConstant(OnnxNode node, int constantAt)
    {
        GraphValue value = Activations(node, 1 - constantAt);
        OnnxTensorData constant = Floats(node, constantAt);
        int[] sources = Shapes.Broadcast(constant.Shape, value.Shape)
            ?? throw node.Fault($"has the constant {Shapes.Text(constant.Shape)}, which cannot be broadcast to {Shapes.Text(value.Shape)}");
        return (value, Array.ConvertAll(sources, source => Number(constant.Floats[source])));
    }

    // y = scale (x - mean) / sqrt(variance + epsilon) + bias, a channel each.
    private void AddBatchNormalization(OnnxNode node)
    {
        GraphValue x = Activations(node, 0);
        OnnxTensorData[] constants = [.. Enumerable.Range(1, 4).Select(at => Floats(node, at))];
        if (x.Shape.Length < 2 || Array.Exists(constants, constant => constant.Floats.Length != x.Shape[1]) || node.Integer("training_mode", 0) != 0)
        {
            throw node.Fault($"normalises {Shapes.Text(x.Shape)} by {constants[0].Floats.Length} channels{(node.Integer("training_mode", 0) != 0 ? " in training mode" : "")}; expected axis 1 to be the channels");
        }

        T epsilon = Number(node.Float("epsilon", 1e-5f));
        int size = Shapes.Length(x.Shape.AsSpan(2), $"Node {node}");
        T[] factors = new T[x.Shape[1] * size];
        T[] bias = new T[factors.Length];
        T[] ones = new T[factors.Length];
        T[] means = new T[factors.Length];
        for (int i = 0; i < factors.Length; i++)
        {
            int channel = i / size;
            factors[i] = Number(constants[0].Floats[channel]) / T.Sqrt(Number(constants[3].Floats[channel]) + epsilon);
            bias[i] = Number(constants[1].Floats[channel]);
            ones[i] = T.One;
            means[i] = -Number(constants[2].Floats[channel]);
        }

        if (!Array.TrueForAll(factors, T.IsFinite))
        {
            throw node.Fault("has a variance that is negative, or too small for its factor");
        }

        // In two steps: bias less mean times factor, as one number, would lose digits that no bound knows of.
        GraphValue centred = Declare($"{node.Outputs[0]}, centred", x.Shape);
        _nodes.Add(new AffineNode<T>(node.ToString(), x.Index, centred.Index, new DiagonalMap<T>(ones), means));
        AddAffine(node, centred, x.Shape, new DiagonalMap<T>(factors), bias);
    }
}
