namespace AISafety.Robustness;

/// <summary>Makes an <see cref="IRowModel"/> of a model, or of a function.</summary>
public static class RowScorer
{
    /// <summary>Of a classifier.</summary>
    /// <param name="model">The model. One that takes batches (<see cref="IBatchModel{TIn, TOut}"/>) is asked in batches.</param>
    /// <param name="inputLength">How many values a row has: 1 or more.</param>
    /// <param name="classCount">How many probabilities an answer has: 1 or more. An answer without any, such as a refusal, counts as no answer: its scores are NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static IRowModel From(IModel<float[], Classification> model, int inputLength, int classCount) =>
        From(model, inputLength, classCount, static answer => answer.Probabilities);

    /// <summary>Of a model of scores.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputLength">How many values a row has.</param>
    /// <param name="classCount">How many scores an answer has.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static IRowModel From(IModel<float[], float[]> model, int inputLength, int classCount) =>
        From(model, inputLength, classCount, static answer => answer);

    /// <summary>Of any model of vectors.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputLength">How many values a row has.</param>
    /// <param name="classCount">How many scores an answer has.</param>
    /// <param name="scores">The scores of an answer.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static IRowModel From<TOut>(IModel<float[], TOut> model, int inputLength, int classCount, Func<TOut, ReadOnlySpan<float>> scores)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        return new ModelScorer<TOut>(model, inputLength, classCount, scores);
    }

    /// <summary>Of a function that scores one row.</summary>
    /// <param name="inputLength">How many values a row has.</param>
    /// <param name="classCount">How many scores it gives.</param>
    /// <param name="score">Writes the scores of a row.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static IRowModel From(int inputLength, int classCount, RowFunction score)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        return new FunctionScorer(inputLength, classCount, score);
    }

    private sealed class FunctionScorer(int inputLength, int classCount, RowFunction score) : IRowModel
    {
        public int InputLength => inputLength;

        public int OutputLength => classCount;

        public ValueTask ScoreAsync(ReadOnlyMemory<float> rows, Memory<float> scores, CancellationToken cancellationToken)
        {
            int count = RowBlock.Count(this, rows.Span, scores.Span);
            for (int row = 0; row < count; row++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                score(rows.Span.Slice(row * inputLength, inputLength), scores.Span.Slice(row * classCount, classCount));
            }

            return ValueTask.CompletedTask;
        }
    }

    private sealed class ModelScorer<TOut>(IModel<float[], TOut> model, int inputLength, int classCount, Func<TOut, ReadOnlySpan<float>> read) : IRowModel
    {
        public int InputLength => inputLength;

        public int OutputLength => classCount;

        // A model must not keep its input beyond the call, but one that is given up on may still read it: rows are not from a pool.
        public async ValueTask ScoreAsync(ReadOnlyMemory<float> rows, Memory<float> scores, CancellationToken cancellationToken)
        {
            int count = RowBlock.Count(this, rows.Span, scores.Span);
            float[][] inputs = new float[count][];
            for (int row = 0; row < count; row++)
            {
                inputs[row] = rows.Slice(row * inputLength, inputLength).ToArray();
            }

            if (model is IBatchModel<float[], TOut> batch)
            {
                TOut[] outputs = new TOut[count];
                await batch.PredictBatchAsync(inputs, outputs, cancellationToken).ConfigureAwait(false);
                for (int row = 0; row < count; row++)
                {
                    Write(outputs[row], scores.Span.Slice(row * classCount, classCount));
                }

                return;
            }

            for (int row = 0; row < count; row++)
            {
                TOut output = await model.PredictAsync(inputs[row], cancellationToken).ConfigureAwait(false);
                Write(output, scores.Span.Slice(row * classCount, classCount));
            }
        }

        private void Write(TOut output, Span<float> scores)
        {
            ReadOnlySpan<float> answer = read(output);
            if (answer.IsEmpty)
            {
                scores.Fill(float.NaN);
            }
            else if (answer.Length == classCount)
            {
                answer.CopyTo(scores);
            }
            else
            {
                throw new InvalidOperationException($"The model gave {answer.Length} scores; expected {classCount}.");
            }
        }
    }
}
