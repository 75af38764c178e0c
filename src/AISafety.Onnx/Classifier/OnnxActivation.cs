namespace AISafety.Onnx;

/// <summary>What turns a classifier's output into probabilities.</summary>
public enum OnnxActivation
{
    /// <summary>Nothing: the model's output is probabilities already.</summary>
    None = 0,

    /// <summary>The output is one logit a class; p_i = exp(x_i) / sum_j exp(x_j), computed from x_i - max x so that it cannot overflow.</summary>
    Softmax = 1,

    /// <summary>The output is one logit a row, of the second of two classes; p = 1 / (1 + exp(-x)).</summary>
    Sigmoid = 2,
}
