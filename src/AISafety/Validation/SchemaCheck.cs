using AISafety.Statistics;

namespace AISafety.Validation;

/// <summary>Judges an input by what its schema states. The row decides, and where it does not show everything (texts, optional vectors) the
/// input; otherwise that is read again only to say what is wrong.</summary>
internal sealed class SchemaCheck<TIn>
{
    private readonly FeatureSchema<TIn> _schema;
    private readonly (FeatureColumn<TIn> Column, int Place)[] _beyondRow;
    private readonly float[] _lower;
    private readonly float[] _upper;
    private readonly float[] _whenMissing;

    public SchemaCheck(string guard, FeatureSchema<TIn> schema)
    {
        _schema = schema;
        _beyondRow = [.. schema.ColumnsBeyondRow];
        _lower = new float[schema.Width];
        _upper = new float[schema.Width];
        _whenMissing = new float[schema.Width];
        for (int i = 0; i < schema.Width; i++)
        {
            // The bounds are cast to float as the values are. An infinity is never in range, whatever the range.
            Feature feature = schema.Features[i];
            _lower[i] = Math.Max((float)feature.Minimum, float.MinValue);
            _upper[i] = Math.Min((float)feature.Maximum, float.MaxValue);
            _whenMissing[i] = feature.IsRequired ? float.NaN : _lower[i];
            if (_lower[i] > _upper[i])
            {
                throw new SafetyBuildException(
                    $"Guard '{guard}': the range of feature '{feature.Name}' lies beyond the range of float; no input could pass.");
            }
        }
    }

    public void Judge(TIn input, ReadOnlySpan<float> row, ref Findings findings)
    {
        if (row.Length == _lower.Length && BoxConstraints.Hold(row, _lower, _upper, _whenMissing) && HoldsBeyondRow(input, row))
        {
            return;
        }

        List<Evidence> violations = [];
        try
        {
            _schema.CollectViolations(input, violations);
        }
        catch (Exception exception)
        {
            findings.Add(violations);
            findings.AddFailure(new("input.rule-failed", exception is FeatureReadException ? exception.Message : $"The feature schema could not be judged: it threw {exception.GetType().Name}.")
            {
                Feature = (exception as FeatureReadException)?.Feature,
                Exception = exception.InnerException ?? exception,
            });
            return;
        }

        if (violations.Count > 0)
        {
            findings.Add(violations);
            return;
        }

        findings.AddFailure(new(
            "input.inconsistent",
            "The feature row breaks the schema, but the input, read again, does not: it was changed during the call, or a feature's lambda does not always read the same."));
    }

    private bool HoldsBeyondRow(TIn input, ReadOnlySpan<float> row)
    {
        try
        {
            foreach ((FeatureColumn<TIn> column, int place) in _beyondRow)
            {
                if (!column.HoldsBeyondRow(input, row.Slice(place, column.Width)))
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception)
        {
            // What it threw is found again, with the property's name, by whoever asks what is wrong.
            return false;
        }
    }
}
