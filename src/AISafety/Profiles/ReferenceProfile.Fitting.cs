using AISafety.Profiles;

namespace AISafety;

public sealed partial class ReferenceProfile
{
    /// <summary>Fits a profile of a model's inputs. The rows are read once and not held: they may be more than memory holds.</summary>
    /// <param name="schema">How an input is read.</param>
    /// <param name="rows">The inputs; at least one.</param>
    /// <param name="options">How it is fitted. Default: <see cref="ReferenceProfileOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="SafetyBuildException">There is no row, the schema has no feature, or a row cannot be read; the message has its number.</exception>
    public static ReferenceProfile Fit<TIn>(FeatureSchema<TIn> schema, IEnumerable<TIn> rows, ReferenceProfileOptions? options = null) =>
        Fit(Inputs(schema), rows, options, null, CancellationToken.None);

    /// <summary>Fits a profile of a model's inputs together with its outputs, which become further features after the input's.</summary>
    /// <param name="schema">How an input is read.</param>
    /// <param name="outputs">How an output is read; its features have other names than the input's.</param>
    /// <param name="rows">The inputs, each with what the model answered; at least one.</param>
    /// <param name="options">How it is fitted. Default: <see cref="ReferenceProfileOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="SafetyBuildException">There is no row, the schemas have no feature or one of the same name, or a row cannot be read; the message has its number.</exception>
    public static ReferenceProfile Fit<TIn, TOut>(
        FeatureSchema<TIn> schema,
        FeatureSchema<TOut> outputs,
        IEnumerable<(TIn Input, TOut Output)> rows,
        ReferenceProfileOptions? options = null) =>
        Fit(Pairs(schema, outputs), rows, options, null, CancellationToken.None);

    /// <summary>Fits a profile from a table of numbers: every feature is a number, and NaN is missing.</summary>
    /// <param name="names">The features' names; unique, at least one.</param>
    /// <param name="rows">The table, row by row; at least one row.</param>
    /// <param name="options">How it is fitted. Default: <see cref="ReferenceProfileOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">A name is blank or occurs twice, the length is no multiple of the names, or an option is out of its range.</exception>
    /// <exception cref="SafetyBuildException">There is no row.</exception>
    public static ReferenceProfile FitRows(IReadOnlyList<string> names, ReadOnlySpan<float> rows, ReferenceProfileOptions? options = null) =>
        FitRows(FeatureSchema.ForVector(names), rows, options);

    /// <summary>Fits a profile from a table of rows as the schema writes them: NaN is missing, and a category a code; a number that is no code of a known one is unseen.</summary>
    /// <param name="schema">What the columns are.</param>
    /// <param name="rows">The table, row by row; at least one row.</param>
    /// <param name="options">How it is fitted. Default: <see cref="ReferenceProfileOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the features, or an option is out of its range.</exception>
    /// <exception cref="SafetyBuildException">There is no row, or the schema has no feature.</exception>
    public static ReferenceProfile FitRows<TIn>(FeatureSchema<TIn> schema, ReadOnlySpan<float> rows, ReferenceProfileOptions? options = null)
    {
        ProfileFitter fitter = Start(Inputs(schema), options, null);
        if (rows.Length % schema.Width != 0)
        {
            throw new ArgumentException($"There are {rows.Length} numbers; expected a multiple of {schema.Width}, row by row.", nameof(rows));
        }

        for (int start = 0; start < rows.Length; start += schema.Width)
        {
            rows.Slice(start, schema.Width).CopyTo(fitter.Next);
            fitter.Take();
        }

        return fitter.Finish();
    }

    /// <summary>Fits a profile of a model's inputs on a thread of the pool.</summary>
    /// <param name="schema">How an input is read.</param>
    /// <param name="rows">The inputs; at least one.</param>
    /// <param name="options">How it is fitted. Default: <see cref="ReferenceProfileOptions.Default"/>.</param>
    /// <param name="progress">Told the number of rows so far, every 10,000 rows and at the end.</param>
    /// <param name="cancellationToken">Ends the work with <see cref="OperationCanceledException"/>.</param>
    /// <inheritdoc cref="Fit{TIn}(FeatureSchema{TIn}, IEnumerable{TIn}, ReferenceProfileOptions?)"/>
    public static Task<ReferenceProfile> FitAsync<TIn>(
        FeatureSchema<TIn> schema,
        IEnumerable<TIn> rows,
        ReferenceProfileOptions? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ProfileRows<TIn> inputs = Inputs(schema);
        return Task.Run(() => Fit(inputs, rows, options, progress, cancellationToken), cancellationToken);
    }

    /// <summary>Fits a profile of a model's inputs as they come, such as from a database or a file.</summary>
    /// <inheritdoc cref="FitAsync{TIn}(FeatureSchema{TIn}, IEnumerable{TIn}, ReferenceProfileOptions?, IProgress{long}?, CancellationToken)"/>
    public static Task<ReferenceProfile> FitAsync<TIn>(
        FeatureSchema<TIn> schema,
        IAsyncEnumerable<TIn> rows,
        ReferenceProfileOptions? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default) =>
        FitAsync(Inputs(schema), rows, options, progress, cancellationToken);

    /// <summary>Fits a profile of a model's inputs together with its outputs, on a thread of the pool.</summary>
    /// <param name="schema">How an input is read.</param>
    /// <param name="outputs">How an output is read; its features have other names than the input's.</param>
    /// <param name="rows">The inputs, each with what the model answered; at least one.</param>
    /// <param name="options">How it is fitted. Default: <see cref="ReferenceProfileOptions.Default"/>.</param>
    /// <param name="progress">Told the number of rows so far, every 10,000 rows and at the end.</param>
    /// <param name="cancellationToken">Ends the work with <see cref="OperationCanceledException"/>.</param>
    /// <inheritdoc cref="Fit{TIn, TOut}(FeatureSchema{TIn}, FeatureSchema{TOut}, IEnumerable{ValueTuple{TIn, TOut}}, ReferenceProfileOptions?)"/>
    public static Task<ReferenceProfile> FitAsync<TIn, TOut>(
        FeatureSchema<TIn> schema,
        FeatureSchema<TOut> outputs,
        IEnumerable<(TIn Input, TOut Output)> rows,
        ReferenceProfileOptions? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ProfileRows<(TIn, TOut)> pairs = Pairs(schema, outputs);
        return Task.Run(() => Fit(pairs, rows, options, progress, cancellationToken), cancellationToken);
    }

    /// <summary>Fits a profile of a model's inputs together with its outputs, as they come.</summary>
    /// <inheritdoc cref="FitAsync{TIn, TOut}(FeatureSchema{TIn}, FeatureSchema{TOut}, IEnumerable{ValueTuple{TIn, TOut}}, ReferenceProfileOptions?, IProgress{long}?, CancellationToken)"/>
    public static Task<ReferenceProfile> FitAsync<TIn, TOut>(
        FeatureSchema<TIn> schema,
        FeatureSchema<TOut> outputs,
        IAsyncEnumerable<(TIn Input, TOut Output)> rows,
        ReferenceProfileOptions? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default) =>
        FitAsync(Pairs(schema, outputs), rows, options, progress, cancellationToken);

    private static InputRows<TIn> Inputs<TIn>(FeatureSchema<TIn> schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new(schema);
    }

    private static PairedRows<TIn, TOut> Pairs<TIn, TOut>(FeatureSchema<TIn> schema, FeatureSchema<TOut> outputs)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(outputs);
        return new(schema, outputs);
    }

    private static ProfileFitter Start<TRow>(ProfileRows<TRow> source, ReferenceProfileOptions? options, IProgress<long>? progress) =>
        new(source.Features, source.Inputs, options ?? ReferenceProfileOptions.Default, progress);

    private static ReferenceProfile Fit<TRow>(
        ProfileRows<TRow> source, IEnumerable<TRow> rows, ReferenceProfileOptions? options, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ProfileFitter fitter = Start(source, options, progress);
        foreach (TRow row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            source.Read(row, fitter.Next, fitter.Count);
            fitter.Take();
        }

        return fitter.Finish();
    }

    private static async Task<ReferenceProfile> FitAsync<TRow>(
        ProfileRows<TRow> source, IAsyncEnumerable<TRow> rows, ReferenceProfileOptions? options, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ProfileFitter fitter = Start(source, options, progress);
        await foreach (TRow row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            source.Read(row, fitter.Next, fitter.Count);
            fitter.Take();
        }

        return fitter.Finish();
    }
}
