using AISafety.Generated;

namespace AISafety;

/// <summary>The whole row of a generated schema, as a column so that features can be added to it by hand.</summary>
internal sealed class GeneratedColumn<TIn>(GeneratedRow<TIn> row) : FeatureColumn<TIn>(row.Features)
{
    public GeneratedRow<TIn> Row { get; } = row;

    public override bool JudgesBeyondRow => Row.JudgesBeyondRow;

    public override bool Read(TIn input, Span<float> cells) => Row.Write(input, cells);

    public override bool HoldsBeyondRow(TIn input, ReadOnlySpan<float> cells) => Row.HoldsBeyondRow(input, cells);

    public override void CollectViolations(TIn input, List<Evidence> found)
    {
        RowFindings findings = new(Features, found);
        try
        {
            Row.CollectViolations(input, findings);
        }
        catch (Exception exception)
        {
            throw FeatureReadException.OfProperty(findings.Place ?? typeof(TIn).Name, exception);
        }
    }

    /// <summary>Straight-line code does not say how far it came: the properties are read again, one by one, until one throws.</summary>
    public override FeatureReadException Failed(TIn input, Exception exception)
    {
        try
        {
            CollectViolations(input, []);
        }
        catch (FeatureReadException located)
        {
            return located;
        }

        return FeatureReadException.OfProperty(typeof(TIn).Name, exception);
    }
}
