namespace AISafety.Adversarial;

/// <summary>Says how a model is seen by those who change its inputs: as rows of numbers, and scores of classes.</summary>
public static class RowModel
{
    /// <summary>A classifier of vectors.</summary>
    /// <param name="model">The model.</param>
    public static RowModel<float[]> Of(IModel<float[], Classification> model) =>
        Of(model, static input => input, static (_, row) => row, static answer => answer.Probabilities);

    /// <summary>A classifier of vectors.</summary>
    /// <param name="model">The model.</param>
    public static RowModel<ReadOnlyMemory<float>> Of(IModel<ReadOnlyMemory<float>, Classification> model) =>
        Of(model, static input => input, static (_, row) => row, static answer => answer.Probabilities);

    /// <summary>A model of anything.</summary>
    /// <param name="model">The model. One that takes batches (<see cref="IBatchModel{TIn, TOut}"/>) is asked in batches.</param>
    /// <param name="read">The numbers of an input, always as many; they are not changed and not kept.</param>
    /// <param name="write">An input like another, but with other numbers. The array is its own.</param>
    /// <param name="scores">One number for each class, the answer's being the greatest; probabilities where thresholds shall mean something.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static RowModel<TIn> Of<TIn, TOut>(
        IModel<TIn, TOut> model, Func<TIn, ReadOnlyMemory<float>> read, Func<TIn, float[], TIn> write, Func<TOut, ReadOnlySpan<float>> scores)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(scores);
        return new RowModelOf<TIn, TOut>(model, read, write, scores);
    }

    /// <summary>A model of anything, its numbers being read by a schema.</summary>
    /// <param name="model">The model. One that takes batches (<see cref="IBatchModel{TIn, TOut}"/>) is asked in batches.</param>
    /// <param name="schema">How an input is read as a row.</param>
    /// <param name="write">An input like another, but with other numbers. The array is its own.</param>
    /// <param name="scores">One number for each class, the answer's being the greatest.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static RowModel<TIn> Of<TIn, TOut>(
        IModel<TIn, TOut> model, FeatureSchema<TIn> schema, Func<TIn, float[], TIn> write, Func<TOut, ReadOnlySpan<float>> scores)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Of(model, input =>
        {
            float[] row = new float[schema.Width];
            schema.Write(input, row);
            return row;
        }, write, scores);
    }
}

/// <summary>A model as rows of numbers, and scores of classes; see <see cref="RowModel"/>.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <remarks>As safe for many threads as the model and the functions that it was made of.</remarks>
public abstract class RowModel<TIn>
{
    private protected RowModel()
    {
    }

    /// <summary>The numbers of an input.</summary>
    /// <param name="input">The input.</param>
    public abstract ReadOnlyMemory<float> Read(TIn input);

    /// <summary>An input like another, but with other numbers.</summary>
    /// <param name="input">The other one.</param>
    /// <param name="row">The numbers; not to be changed any more.</param>
    public abstract TIn Write(TIn input, float[] row);

    /// <summary>Asks the model, in one batch if it takes batches.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The scores of each input's classes, in the same order.</returns>
    public abstract ValueTask<float[][]> ScoreAsync(ReadOnlyMemory<TIn> inputs, CancellationToken cancellationToken = default);
}
