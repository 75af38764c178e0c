using System.Globalization;

namespace AISafety.Profiles;

/// <summary>How what is fitted from is read as a row: the input's features, then the output's, if there are outputs.</summary>
internal abstract class ProfileRows<TRow>
{
    protected ProfileRows(IReadOnlyList<Feature> inputs, IReadOnlyList<Feature> outputs)
    {
        Inputs = inputs.Count;
        Features = [.. inputs, .. outputs];
        if (Inputs == 0)
        {
            throw new SafetyBuildException("The feature schema has no feature to fit a reference profile of; expected at least one.");
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Feature feature in Features)
        {
            if (!names.Add(feature.Name))
            {
                throw new SafetyBuildException($"'{feature.Name}' is both a feature of the input and of the output; expected different names.");
            }
        }
    }

    public Feature[] Features { get; }

    /// <summary>How many features are the input's.</summary>
    public int Inputs { get; }

    /// <exception cref="SafetyBuildException">The row cannot be read.</exception>
    public abstract void Read(TRow row, Span<float> cells, long number);

    protected static void Read<T>(FeatureSchema<T> schema, T value, Span<float> cells, long number)
    {
        bool isComplete;
        try
        {
            isComplete = value is null ? throw Refused(number, "it is null") : schema.TryRead(value, cells);
        }
        catch (Exception exception) when (exception is not SafetyBuildException)
        {
            throw new SafetyBuildException(Message(number, "the feature schema could not read it; see the inner exception"), exception);
        }

        if (!isComplete)
        {
            List<Evidence> found = [];
            schema.CollectViolations(value, found);
            throw Refused(number, found.Find(FeatureViolations.IsOfVectorLength)?.Message.TrimEnd('.') ?? "a vector has another length than the schema states");
        }
    }

    private static SafetyBuildException Refused(long number, string reason) => new(Message(number, reason));

    private static string Message(long number, string reason) =>
        string.Create(CultureInfo.InvariantCulture, $"Row {number} of those to fit a reference profile from (counted from 0) cannot be used: {reason}.");
}

internal sealed class InputRows<TIn>(FeatureSchema<TIn> schema) : ProfileRows<TIn>(schema.Features, [])
{
    public override void Read(TIn row, Span<float> cells, long number) => Read(schema, row, cells, number);
}

internal sealed class PairedRows<TIn, TOut>(FeatureSchema<TIn> inputs, FeatureSchema<TOut> outputs)
    : ProfileRows<(TIn Input, TOut Output)>(inputs.Features, outputs.Features)
{
    public override void Read((TIn Input, TOut Output) row, Span<float> cells, long number)
    {
        Read(inputs, row.Input, cells[..Inputs], number);
        Read(outputs, row.Output, cells[Inputs..], number);
    }
}
