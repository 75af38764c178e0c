namespace AISafety.Robustness.Tests;

/// <summary>A network of two layers with smooth units, written out, whose weights are drawn from a seed.</summary>
internal sealed class SmallNetwork : IDifferentiableModel
{
    private readonly float[] _first;
    private readonly float[] _second;
    private readonly int _hidden;

    public SmallNetwork(int inputs, int hidden, int outputs, int seed, double scale = 1.5)
    {
        (InputLength, _hidden, OutputLength) = (inputs, hidden, outputs);
        Random random = new(seed);
        _first = [.. Enumerable.Range(0, inputs * hidden).Select(_ => (float)(scale * ((2 * random.NextDouble()) - 1)))];
        _second = [.. Enumerable.Range(0, hidden * outputs).Select(_ => (float)(scale * ((2 * random.NextDouble()) - 1)))];
    }

    public int InputLength { get; }

    public int OutputLength { get; }

    /// <summary>How many rows were scored, with or without a gradient.</summary>
    public int Asked { get; private set; }

    public ValueTask ScoreAsync(ReadOnlyMemory<float> rows, Memory<float> scores, CancellationToken cancellationToken = default)
    {
        Span<float> none = stackalloc float[0];
        Run(rows.Span, null, scores.Span, none);
        return ValueTask.CompletedTask;
    }

    public void Differentiate(ReadOnlySpan<float> rows, ScoreLoss loss, Span<float> scores, Span<float> gradients) => Run(rows, loss, scores, gradients);

    /// <summary>What the model answers: the class of each row.</summary>
    public int[] Answers(ReadOnlySpan<float> rows)
    {
        float[] scores = new float[rows.Length / InputLength * OutputLength];
        Run(rows, null, scores, []);
        return [.. Enumerable.Range(0, rows.Length / InputLength).Select(row => Array.IndexOf(scores, scores.Skip(row * OutputLength).Take(OutputLength).Max(), row * OutputLength) - (row * OutputLength))];
    }

    private void Run(ReadOnlySpan<float> rows, ScoreLoss? loss, Span<float> scores, Span<float> gradients)
    {
        int count = rows.Length / InputLength;
        Asked += count;
        float[] units = new float[_hidden];
        float[] derivatives = new float[OutputLength];
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> x = rows.Slice(row * InputLength, InputLength);
            Span<float> answer = scores.Slice(row * OutputLength, OutputLength);
            for (int h = 0; h < _hidden; h++)
            {
                float sum = 0;
                for (int i = 0; i < InputLength; i++)
                {
                    sum += x[i] * _first[(i * _hidden) + h];
                }

                units[h] = MathF.Tanh(sum);
            }

            for (int k = 0; k < OutputLength; k++)
            {
                float sum = 0;
                for (int h = 0; h < _hidden; h++)
                {
                    sum += units[h] * _second[(h * OutputLength) + k];
                }

                answer[k] = sum;
            }

            if (loss is null)
            {
                continue;
            }

            loss(row, answer, derivatives);
            Span<float> gradient = gradients.Slice(row * InputLength, InputLength);
            gradient.Clear();
            for (int h = 0; h < _hidden; h++)
            {
                float slope = 0;
                for (int k = 0; k < OutputLength; k++)
                {
                    slope += derivatives[k] * _second[(h * OutputLength) + k];
                }

                slope *= 1 - (units[h] * units[h]);
                for (int i = 0; i < InputLength; i++)
                {
                    gradient[i] += slope * _first[(i * _hidden) + h];
                }
            }
        }
    }
}
