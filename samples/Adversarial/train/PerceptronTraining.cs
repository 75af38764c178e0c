namespace Adversarial.Train;

/// <summary>How a <see cref="Perceptron"/> learns: Adam on the cross-entropy, in batches, with a rate that falls linearly to 0.</summary>
internal sealed record PerceptronTraining
{
    /// <summary>The widths of the hidden layers.</summary>
    public required int[] Hidden { get; init; }

    /// <summary>How often each row is seen.</summary>
    public required int Epochs { get; init; }

    /// <summary>Rows a step.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>The rate of the first step.</summary>
    public float Rate { get; init; } = 0.002f;

    /// <summary>The share of a class's probability that is spread over all classes (label smoothing; Szegedy et al., 2016).</summary>
    public float Smoothing { get; init; }

    /// <summary>The same seed gives the same network.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Changes a row each time that it is seen; none by default.</summary>
    public Action<float[], float[], SeededDraws>? Distort { get; init; }

    /// <summary>Trains a network.</summary>
    /// <param name="rows">The inputs.</param>
    /// <param name="classes">Their classes, from 0.</param>
    /// <param name="classCount">How many classes there are.</param>
    public Perceptron Fit(float[][] rows, int[] classes, int classCount)
    {
        SeededDraws draws = new(Seed);
        Perceptron network = Perceptron.Random([rows[0].Length, .. Hidden, classCount], draws);
        Layer[] gradients = Array.ConvertAll(network.Layers, static layer => new Layer(layer.Inputs, layer.Outputs));
        Adam[] adams = [.. network.Layers.SelectMany(static layer => (Adam[])[new(layer.Weights.Length), new(layer.Bias.Length)])];
        float[][] values = network.Room();
        float[][] derivatives = network.Room();
        float[] distorted = new float[rows[0].Length];
        int[] order = [.. Enumerable.Range(0, rows.Length)];
        long steps = (long)Epochs * ((rows.Length + Batch - 1) / Batch);
        long step = 0;
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            draws.Shuffle(order);
            foreach (int[] batch in order.Chunk(Batch))
            {
                foreach (int row in batch)
                {
                    Distort?.Invoke(rows[row], distorted, draws);
                    float[] input = Distort is null ? rows[row] : distorted;
                    network.Apply(input, values);
                    Derive(values[^1], classes[row], 1f / batch.Length, derivatives[^1]);
                    Propagate(network, input, values, derivatives, gradients);
                }

                float rate = Rate * (1 - (float)step++ / steps);
                for (int i = 0; i < gradients.Length; i++)
                {
                    adams[2 * i].Step(network.Layers[i].Weights, gradients[i].Weights, rate);
                    adams[2 * i + 1].Step(network.Layers[i].Bias, gradients[i].Bias, rate);
                }
            }
        }

        return network;
    }

    /// <summary>The cross-entropy's derivatives by the logits: probability less target.</summary>
    private void Derive(float[] logits, int wanted, float weight, float[] derivatives)
    {
        // Exponentials in double precision, rounded: the last bits of another machine's do not reach the file.
        float greatest = logits.Max();
        float sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            sum += derivatives[i] = (float)Math.Exp(logits[i] - greatest);
        }

        float floor = Smoothing / logits.Length;
        for (int i = 0; i < logits.Length; i++)
        {
            derivatives[i] = (derivatives[i] / sum - (i == wanted ? 1 - Smoothing + floor : floor)) * weight;
        }
    }

    private static void Propagate(Perceptron network, float[] input, float[][] values, float[][] derivatives, Layer[] gradients)
    {
        for (int i = network.Layers.Length - 1; i >= 0; i--)
        {
            gradients[i].AddGradient(i == 0 ? input : values[i - 1], derivatives[i]);
            if (i > 0)
            {
                network.Layers[i].Backward(derivatives[i], derivatives[i - 1]);
                for (int j = 0; j < derivatives[i - 1].Length; j++)
                {
                    derivatives[i - 1][j] = values[i - 1][j] > 0 ? derivatives[i - 1][j] : 0;
                }
            }
        }
    }
}
