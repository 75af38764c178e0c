namespace Adversarial.Train;

/// <summary>A multi-layer perceptron: layers with ReLU between them, logits out.</summary>
internal sealed class Perceptron(Layer[] layers)
{
    public Layer[] Layers => layers;

    /// <summary>A network that has not learned anything.</summary>
    /// <param name="widths">The number of inputs, of each hidden layer, and of classes.</param>
    /// <param name="draws">Draws the weights.</param>
    public static Perceptron Random(ReadOnlySpan<int> widths, SeededDraws draws)
    {
        Layer[] layers = new Layer[widths.Length - 1];
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = Layer.Random(widths[i], widths[i + 1], draws);
        }

        return new(layers);
    }

    /// <summary>Room for what <see cref="Apply"/> gives.</summary>
    public float[][] Room() => Array.ConvertAll(layers, static layer => new float[layer.Outputs]);

    /// <summary>What each layer gives for a row: hidden ones after ReLU, last the logits.</summary>
    public void Apply(ReadOnlySpan<float> row, float[][] values)
    {
        ReadOnlySpan<float> input = row;
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i].Apply(input, values[i]);
            if (i < layers.Length - 1)
            {
                foreach (ref float value in values[i].AsSpan())
                {
                    value = value > 0 ? value : 0;
                }
            }

            input = values[i];
        }
    }

    /// <summary>The share of rows whose greatest logit is that of their class.</summary>
    public double Accuracy(float[][] rows, int[] classes)
    {
        float[][] values = Room();
        int right = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            Apply(rows[i], values);
            right += Array.IndexOf(values[^1], values[^1].Max()) == classes[i] ? 1 : 0;
        }

        return (double)right / rows.Length;
    }
}
