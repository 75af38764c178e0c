using AISafety.Fairness;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>A mixture of binary models that keeps a fairness constraint, without looking at the group.</summary>
/// <remarks>
/// <para>A row is selected with the sum of the weights of the models that select it. Where they disagree, a draw decides: no random number, but a hash of a key and a seed (<see cref="DecisionDraw"/>), so that who asks twice gets one
/// answer. Of a squared or logistic group loss, the weighted mean of probabilities is the prediction, and 0.5 or more selects.</para>
/// <para>Immutable; safe to use from many threads at once. Each call costs a cursor of ML.NET for each model, so that many rows at once are far cheaper than one by one.</para>
/// </remarks>
public sealed partial class FairClassifier
{
    private readonly MLContext _context;
    private readonly ITransformer? _features;
    private readonly FairClassifierPart[] _parts;

    internal FairClassifier(MLContext context, ITransformer? features, FairClassifierPart[] parts, bool predictsProbabilities)
    {
        (_context, _features, _parts, PredictsProbabilities) = (context, features, parts, predictsProbabilities);
    }

    /// <summary>The models; their weights add up to 1. They take the rows that <see cref="Features"/> makes.</summary>
    public IReadOnlyList<FairClassifierPart> Parts => _parts;

    /// <summary>What makes the features; null if the rows have them.</summary>
    public ITransformer? Features => _features;

    /// <summary>Whether models may disagree, so that a draw decides.</summary>
    public bool IsRandomized => _parts.Length > 1 && !PredictsProbabilities;

    /// <summary>Whether it predicts probabilities, as for a squared or logistic group loss.</summary>
    public bool PredictsProbabilities { get; }

    /// <summary>The probability with which each row is selected; of a squared or logistic group loss, that of label 1.</summary>
    /// <param name="rows">Rows with the columns that the features, or the models, are made from. Labels and groups are not needed.</param>
    /// <returns>0 to 1 for each row, in order; NaN where a model has no score, as a feature is missing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public double[] Predict(IDataView rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        IDataView features = _context.Data.Cache(_features?.Transform(rows) ?? rows);
        int count = RowsOf(features);
        double[] sums = new double[count];
        double[] own = new double[count];
        foreach (FairClassifierPart part in _parts)
        {
            if (part.Model is { } model)
            {
                PredictionColumn.Read(model.Transform(features), PredictsProbabilities, own);
            }
            else
            {
                Array.Fill(own, part.Constant ?? 0);
            }

            for (int row = 0; row < count; row++)
            {
                sums[row] += part.Weight * own[row];
            }
        }

        // Weights that add up to 1 but for rounding.
        return Array.ConvertAll(sums, static sum => Math.Min(1, sum));
    }

    /// <summary>Decides each row.</summary>
    /// <param name="rows">As for <see cref="Predict"/>.</param>
    /// <param name="keyColumn">A column of text that a row's draw sticks to, such as the application's number; not looked at unless <see cref="IsRandomized"/>, and may then be null.</param>
    /// <param name="seed">Changes all draws; keep it secret from those who can choose their key.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, or a row has no prediction or, where a draw is needed, no key.</exception>
    public bool[] Decide(IDataView rows, string? keyColumn, long seed = 0)
    {
        double[] probabilities = Predict(rows);
        string?[] keys = new string?[probabilities.Length];
        if (IsRandomized)
        {
            DataViewSchema.Column column = NamedColumn.Of(rows, keyColumn ?? "", "key of draws");
            keys = column.Type is TextDataViewType
                ? [.. rows.GetColumn<ReadOnlyMemory<char>>(column).Select(static key => key.ToString())]
                : throw new ArgumentException($"The column '{keyColumn}' is {column.Type}; expected text, which draws stick to.", nameof(keyColumn));
        }

        bool[] decisions = new bool[probabilities.Length];
        for (int row = 0; row < decisions.Length; row++)
        {
            decisions[row] = Decide(probabilities[row], keys[row], seed, row).Selected;
        }

        return decisions;
    }

    /// <summary>This as a model of one row, and of many at once.</summary>
    /// <typeparam name="TIn">A row: a class whose properties are the columns, as ML.NET reads them.</typeparam>
    /// <param name="key">What a row's draw sticks to, such as the application's number. Null is allowed unless <see cref="IsRandomized"/>.</param>
    /// <param name="seed">Changes all draws; keep it secret from those who can choose their key.</param>
    /// <exception cref="ArgumentException">There is no key although draws are needed.</exception>
    /// <exception cref="MLNetModelException"><typeparamref name="TIn"/> does not have the columns that the features, or the models, are made from.</exception>
    /// <remarks>A row for which there is no prediction, or no key although one is needed, makes the model fail: it is never decided in silence. Of a batch all rows fail, so have input validation refuse missing features before.</remarks>
    public IBatchModel<TIn, FairDecision> AsModel<TIn>(Func<TIn, string>? key, long seed = 0)
        where TIn : class
    {
        if (key is null && IsRandomized)
        {
            throw new ArgumentException($"The {_parts.Length} models may disagree, and then a draw decides; expected a key for it to stick to.", nameof(key));
        }

        RequireColumns(typeof(TIn).Name, _context.Data.LoadFromEnumerable(Array.Empty<TIn>()).Schema);
        return new FairModel<TIn>(this, _context, key, seed);
    }

    private void RequireColumns(string row, DataViewSchema columns)
    {
        try
        {
            DataViewSchema features = _features?.GetOutputSchema(columns) ?? columns;
            foreach (FairClassifierPart part in _parts)
            {
                part.Model?.GetOutputSchema(features);
            }
        }
        catch (Exception cause) when (cause is ArgumentException or InvalidOperationException)
        {
            throw new MLNetModelException($"The fair classifier cannot take {row}, which has: {string.Join(", ", columns.Select(static column => $"'{column.Name}' ({column.Type})"))}. {cause.Message}", cause);
        }
    }

    internal FairDecision Decide(double probability, string? key, long seed, int row)
    {
        if (double.IsNaN(probability))
        {
            throw new ArgumentException($"Row {row} has no prediction; is one of its features missing?");
        }

        if (!IsRandomized || probability is 0 or 1)
        {
            return new(probability >= 0.5, probability);
        }

        return string.IsNullOrEmpty(key)
            ? throw new ArgumentException($"Row {row} needs a draw and has no key; expected a text that the draw sticks to.")
            : new(DecisionDraw.Of(key, seed) < probability, probability);
    }

    // Views that are read lazily do not know.
    private static int RowsOf(IDataView rows)
    {
        if (rows.GetRowCount() is { } known)
        {
            return checked((int)known);
        }

        int count = 0;
        using DataViewRowCursor cursor = rows.GetRowCursor([]);
        while (cursor.MoveNext())
        {
            count++;
        }

        return count;
    }
}
