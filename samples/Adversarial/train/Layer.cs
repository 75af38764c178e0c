using System.Numerics;

namespace Adversarial.Train;

/// <summary>One layer: output = input x weights + bias. The weights lie input by input, as ONNX's Gemm has them.</summary>
/// <remarks>Vectors hold outputs, and each output is summed input by input, so that the sums are the same whatever a vector's width.</remarks>
internal sealed class Layer
{
    public Layer(int inputs, int outputs)
    {
        (Inputs, Outputs) = (inputs, outputs);
        (Weights, Bias) = (new float[inputs * outputs], new float[outputs]);
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public float[] Weights { get; }

    public float[] Bias { get; }

    /// <summary>Weights uniform within sqrt(6 / inputs) of 0 (He, Zhang, Ren and Sun, 2015), no bias.</summary>
    public static Layer Random(int inputs, int outputs, SeededDraws draws)
    {
        Layer layer = new(inputs, outputs);
        float reach = MathF.Sqrt(6f / inputs);
        for (int i = 0; i < layer.Weights.Length; i++)
        {
            layer.Weights[i] = reach * draws.Signed();
        }

        return layer;
    }

    /// <summary>The outputs of a row.</summary>
    public void Apply(ReadOnlySpan<float> input, Span<float> output)
    {
        Bias.CopyTo(output);
        for (int i = 0; i < input.Length; i++)
        {
            AddScaled(input[i], Weights.AsSpan(i * Outputs, Outputs), output);
        }
    }

    /// <summary>Takes this for a gradient, and adds a row's part to it.</summary>
    public void AddGradient(ReadOnlySpan<float> input, ReadOnlySpan<float> byOutput)
    {
        AddScaled(1, byOutput, Bias);
        for (int i = 0; i < input.Length; i++)
        {
            AddScaled(input[i], byOutput, Weights.AsSpan(i * Outputs, Outputs));
        }
    }

    /// <summary>The derivatives by the inputs from those by the outputs.</summary>
    public void Backward(ReadOnlySpan<float> byOutput, Span<float> byInput)
    {
        for (int i = 0; i < byInput.Length; i++)
        {
            ReadOnlySpan<float> weights = Weights.AsSpan(i * Outputs, Outputs);
            float sum = 0;
            for (int j = 0; j < weights.Length; j++)
            {
                sum += weights[j] * byOutput[j];
            }

            byInput[i] = sum;
        }
    }

    private static void AddScaled(float factor, ReadOnlySpan<float> values, Span<float> sums)
    {
        // Most pixels and half of what a ReLU gives are 0.
        if (factor == 0)
        {
            return;
        }

        int j = 0;
        for (; j <= values.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            (new Vector<float>(sums[j..]) + new Vector<float>(values[j..]) * factor).CopyTo(sums[j..]);
        }

        for (; j < values.Length; j++)
        {
            sums[j] += values[j] * factor;
        }
    }
}
