using QuickStart.Train;

namespace AISafety.Robustness.Tests;

/// <summary>A small model for each operator that is supported, and some of several.</summary>
internal static class GraphCases
{
    public static IEnumerable<GraphCase> All =>
    [
        new("Gemm", [5], g => g.Node("Gemm", ["x", g.Numbers(7, 5), g.Numbers(7)], "y", OnnxAttribute.Integer("transB", 1))),
        new("Gemm with factors", [5], g => g.Node("Gemm", ["x", g.Numbers(5, 7), g.Numbers(1)], "y", OnnxAttribute.Single("alpha", 0.3f), OnnxAttribute.Single("beta", -2))),
        new("MatMul and Add", [5], g => g.Node("MatMul", ["x", g.Numbers(5, 4)], "a").Node("Add", [g.Numbers(4), "a"], "y")),
        new("MatMul of each row", [3, 5], g => g.Node("MatMul", ["x", g.Numbers(5, 4)], "y")),
        new("Sub, Mul and Div", [2, 3], g => g.Node("Sub", [g.Numbers(3), "x"], "a").Node("Mul", ["a", g.Numbers(2, 1)], "b").Node("Div", ["b", g.Numbers(0.5f, 2)], "c").Node("Sub", ["c", g.Numbers(1, 3)], "y")),
        new("Add of two values", [4], g => g.Node("MatMul", ["x", g.Numbers(4, 4)], "a").Node("Relu", ["a"], "b").Node("Add", ["b", "x"], "c").Node("Sub", ["c", "a"], "y")),
        new("Relu", [6], g => g.Node("Relu", ["x"], "y")),
        new("LeakyRelu", [6], g => g.Node("LeakyRelu", ["x"], "y", OnnxAttribute.Single("alpha", 0.2f))),
        new("Sigmoid", [6], g => g.Node("Sigmoid", ["x"], "y")),
        new("Tanh", [6], g => g.Node("Tanh", ["x"], "y")),
        new("Softmax", [6], g => g.Node("Softmax", ["x"], "y", OnnxAttribute.Integer("axis", 1))),
        new("Softmax of a middle axis", [3, 4], g => g.Node("Softmax", ["x"], "y", OnnxAttribute.Integer("axis", 1))),
        new("LogSoftmax", [6], g => g.Node("LogSoftmax", ["x"], "y")),
        new("Conv", [2, 6, 5], g => g.Node("Conv", ["x", g.Numbers(3, 2, 3, 2), g.Numbers(3)], "y")),
        new("Conv with strides, pads, dilations", [2, 9, 8], g => g.Node("Conv", ["x", g.Numbers(3, 2, 3, 2)], "y", OnnxAttribute.Integers("strides", 2, 1), OnnxAttribute.Integers("pads", 1, 0, 2, 1), OnnxAttribute.Integers("dilations", 2, 3))),
        new("Conv in groups", [4, 5, 5], g => g.Node("Conv", ["x", g.Numbers(6, 2, 3, 3)], "y", OnnxAttribute.Integer("group", 2))),
        new("Conv that keeps the size", [1, 7, 6], g => g.Node("Conv", ["x", g.Numbers(2, 1, 4, 3)], "y", OnnxAttribute.Text("auto_pad", "SAME_UPPER"), OnnxAttribute.Integers("strides", 2, 2))),
        new("MaxPool", [2, 6, 6], g => g.Node("MaxPool", ["x"], "y", OnnxAttribute.Integers("kernel_shape", 3, 2), OnnxAttribute.Integers("strides", 2, 2), OnnxAttribute.Integers("pads", 1, 0, 1, 0))),
        new("MaxPool, rounded up", [1, 6, 7], g => g.Node("MaxPool", ["x"], "y", OnnxAttribute.Integers("kernel_shape", 3, 3), OnnxAttribute.Integers("strides", 2, 2), OnnxAttribute.Integer("ceil_mode", 1))),
        new("AveragePool", [2, 6, 6], g => g.Node("AveragePool", ["x"], "y", OnnxAttribute.Integers("kernel_shape", 3, 2), OnnxAttribute.Integers("strides", 2, 2), OnnxAttribute.Integers("pads", 1, 1, 1, 0))),
        new("AveragePool that counts pads", [1, 6, 6], g => g.Node("AveragePool", ["x"], "y", OnnxAttribute.Integers("kernel_shape", 3, 3), OnnxAttribute.Integers("pads", 1, 1, 1, 1), OnnxAttribute.Integer("count_include_pad", 1))),
        new("GlobalAveragePool", [3, 4, 5], g => g.Node("GlobalAveragePool", ["x"], "y")),
        new("GlobalMaxPool", [3, 4, 5], g => g.Node("GlobalMaxPool", ["x"], "y")),
        new("BatchNormalization", [3, 2, 2], g => g.Node("BatchNormalization", ["x", g.Numbers(3), g.Numbers(3), g.Numbers(3), g.Numbers(0.1f, 2, 3)], "y")),
        new("Transpose", [2, 3, 4], g => g.Node("Transpose", ["x"], "y", OnnxAttribute.Integers("perm", 0, 3, 1, 2))),
        new("Reshape, Squeeze and Unsqueeze", [2, 6], g => g.Node("Reshape", ["x", g.Integers(0, 3, -1)], "a").Node("Unsqueeze", ["a", g.Integers(1)], "b").Node("Relu", ["b"], "c").Node("Squeeze", ["c", g.Integers(1)], "d").Node("Identity", ["d"], "y")),
        new("a small convolutional network", [1, 8, 8], g => g
            .Node("Conv", ["x", g.Numbers(4, 1, 3, 3), g.Numbers(4)], "a").Node("BatchNormalization", ["a", g.Numbers(4), g.Numbers(4), g.Numbers(4), g.Numbers(0.1f, 2, 4)], "b")
            .Node("Relu", ["b"], "c").Node("MaxPool", ["c"], "d", OnnxAttribute.Integers("kernel_shape", 2, 2), OnnxAttribute.Integers("strides", 2, 2))
            .Node("Flatten", ["d"], "e").Node("Dropout", ["e"], "f").Node("Gemm", ["f", g.Numbers(36, 5), g.Numbers(5)], "h").Node("Softmax", ["h"], "y")),
        new("two layers of tanh and sigmoid", [4], g => g.Node("Gemm", ["x", g.Numbers(4, 9), g.Numbers(9)], "a").Node("Tanh", ["a"], "b").Node("Gemm", ["b", g.Numbers(9, 8), g.Numbers(8)], "c").Node("Sigmoid", ["c"], "d").Node("Gemm", ["d", g.Numbers(8, 3)], "y")),
        new("three layers of Relu", [5], g => g.Node("Gemm", ["x", g.Numbers(5, 20), g.Numbers(20)], "a").Node("Relu", ["a"], "b").Node("Gemm", ["b", g.Numbers(20, 17), g.Numbers(17)], "c").Node("Relu", ["c"], "d").Node("Gemm", ["d", g.Numbers(17, 3)], "y")),
    ];
}
