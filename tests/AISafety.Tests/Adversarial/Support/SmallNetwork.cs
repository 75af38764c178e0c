namespace AISafety.Tests.Adversarial;

/// <summary>A network of one hidden layer, trained here, whose gradients are known: what attacks on a model need.</summary>
internal sealed class SmallNetwork : IBatchModel<float[], Classification>
{
    private readonly int _inputs;
    private readonly int _hidden;
    private readonly int _classes;
    private readonly double[] _first; // hidden x (inputs + 1)
    private readonly double[] _second; // classes x (hidden + 1)
    private int _rowsAsked;
    private int _batches;

    private SmallNetwork(int inputs, int hidden, int classes, Random random)
    {
        (_inputs, _hidden, _classes) = (inputs, hidden, classes);
        _first = [.. Enumerable.Range(0, hidden * (inputs + 1)).Select(_ => (random.NextDouble() - 0.5) * 2 * Math.Sqrt(3.0 / inputs))];
        _second = [.. Enumerable.Range(0, classes * (hidden + 1)).Select(_ => (random.NextDouble() - 0.5) * 2 * Math.Sqrt(3.0 / hidden))];
    }

    public int RowsAsked => _rowsAsked;

    public int Batches => _batches;

    /// <summary>Trains by stochastic gradients.</summary>
    public static SmallNetwork Train(float[][] rows, int[] labels, int hidden, int epochs, double rate, int seed)
    {
        Random random = new(seed);
        SmallNetwork network = new(rows[0].Length, hidden, labels.Max() + 1, random);
        int[] order = [.. Enumerable.Range(0, rows.Length)];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (int row in order)
            {
                network.Learn(rows[row], labels[row], rate);
            }
        }

        return network;
    }

    public ValueTask<Classification> PredictAsync(float[] input, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _rowsAsked);
        return new(Answer(input));
    }

    public ValueTask PredictBatchAsync(ReadOnlyMemory<float[]> inputs, Memory<Classification> outputs, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _batches);
        for (int i = 0; i < inputs.Length; i++)
        {
            Interlocked.Increment(ref _rowsAsked);
            outputs.Span[i] = Answer(inputs.Span[i]);
        }

        return ValueTask.CompletedTask;
    }

    public Classification Answer(float[] input) => Classification.TakeProbabilities([.. Forward(input, out _).Select(static p => (float)p)]);

    public int ClassOf(float[] input) => Answer(input).ClassIndex;

    /// <summary>Projected gradient ascent of the loss within a cube around the row and within 0 to 1 (Madry et al., 2018).</summary>
    public float[] Attack(float[] row, int label, float reach, int steps)
    {
        float[] attacked = [.. row];
        float step = steps == 1 ? reach : 2.5f * reach / steps;
        for (int i = 0; i < steps; i++)
        {
            double[] gradient = InputGradient(attacked, label);
            for (int j = 0; j < attacked.Length; j++)
            {
                float moved = attacked[j] + step * Math.Sign(gradient[j]);
                attacked[j] = Math.Clamp(Math.Clamp(moved, row[j] - reach, row[j] + reach), 0, 1);
            }
        }

        return attacked;
    }

    private double[] InputGradient(float[] row, int label)
    {
        double[] output = Forward(row, out double[] active);
        output[label] -= 1;
        double[] gradient = new double[_inputs];
        for (int h = 0; h < _hidden; h++)
        {
            double back = 0;
            for (int c = 0; c < _classes && active[h] > 0; c++)
            {
                back += output[c] * _second[c * (_hidden + 1) + h];
            }

            for (int i = 0; i < _inputs && back != 0; i++)
            {
                gradient[i] += back * _first[h * (_inputs + 1) + i];
            }
        }

        return gradient;
    }

    private void Learn(float[] row, int label, double rate)
    {
        double[] output = Forward(row, out double[] active);
        output[label] -= 1;
        for (int h = 0; h < _hidden; h++)
        {
            double back = 0;
            for (int c = 0; c < _classes; c++)
            {
                ref double weight = ref _second[c * (_hidden + 1) + h];
                back += active[h] > 0 ? output[c] * weight : 0;
                weight -= rate * output[c] * active[h];
            }

            for (int i = 0; i < _inputs && back != 0; i++)
            {
                _first[h * (_inputs + 1) + i] -= rate * back * row[i];
            }

            _first[h * (_inputs + 1) + _inputs] -= rate * back;
        }

        for (int c = 0; c < _classes; c++)
        {
            _second[c * (_hidden + 1) + _hidden] -= rate * output[c];
        }
    }

    private double[] Forward(float[] row, out double[] active)
    {
        active = new double[_hidden];
        for (int h = 0; h < _hidden; h++)
        {
            double sum = _first[h * (_inputs + 1) + _inputs];
            for (int i = 0; i < _inputs; i++)
            {
                sum += _first[h * (_inputs + 1) + i] * row[i];
            }

            active[h] = Math.Max(0, sum);
        }

        double[] output = new double[_classes];
        double most = double.NegativeInfinity;
        for (int c = 0; c < _classes; c++)
        {
            double sum = _second[c * (_hidden + 1) + _hidden];
            for (int h = 0; h < _hidden; h++)
            {
                sum += _second[c * (_hidden + 1) + h] * active[h];
            }

            output[c] = sum;
            most = Math.Max(most, sum);
        }

        double total = 0;
        for (int c = 0; c < _classes; c++)
        {
            total += output[c] = Math.Exp(output[c] - most);
        }

        for (int c = 0; c < _classes; c++)
        {
            output[c] /= total;
        }

        return output;
    }
}
