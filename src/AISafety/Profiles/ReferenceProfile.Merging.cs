using AISafety.Profiles;

namespace AISafety;

public sealed partial class ReferenceProfile
{
    /// <summary>The profile of the rows of both. Neither is changed.</summary>
    /// <remarks>Counts, and counts of categories, are exactly those of a profile fitted from all rows, and so is the sample, if the rows had the same numbers; moments are equal within
    /// rounding, and quantiles within the sketch's error, which is the same as for the whole.</remarks>
    /// <param name="other">A profile of the same features and options, fitted from other rows: see <see cref="ReferenceProfileOptions.FirstRow"/>.</param>
    /// <exception cref="ArgumentException">A feature or an option differs, or rows have the same numbers; the message names it.</exception>
    public ReferenceProfile Merge(ReferenceProfile other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (FeatureDifference.OfAnything(FeatureList(), other.FeatureList()) is { } difference)
        {
            throw new ArgumentException($"The other reference profile has other features: {difference}.", nameof(other));
        }

        if (InputCount != other.InputCount)
        {
            throw new ArgumentException($"The other reference profile has {other.InputCount} features of the input; expected {InputCount}, and the others of the output.", nameof(other));
        }

        if (Options with { FirstRow = 0 } != other.Options with { FirstRow = 0 })
        {
            throw new ArgumentException($"The other reference profile was fitted with {other.Options}; expected {Options}, but for FirstRow.", nameof(other));
        }

        RowRange[] ranges = RowRange.Join(_ranges, other._ranges)
            ?? throw new ArgumentException("The two reference profiles were fitted from rows of the same numbers; expected each row in one of them only: set FirstRow for each part.", nameof(other));

        RowSample sample = new(Features.Count, Options.SampleSize, Options.Seed);
        OfferSample(sample);
        other.OfferSample(sample);
        (long[] numbers, float[] columns) = sample.Finish();
        FeatureSummary[] summaries = [.. _summaries.Zip(other._summaries, (a, b) => a.Merge(b))];
        return new(Options with { FirstRow = ranges[0].First }, summaries, ranges, numbers, columns);
    }

    private void OfferSample(RowSample sample)
    {
        float[] row = new float[Features.Count];
        for (int i = 0; i < SampleCount; i++)
        {
            SampleRow(i, row);
            sample.Offer(_sampleIndex[i], row);
        }
    }

    private Feature[] FeatureList() => [.. _summaries.Select(summary => summary.Feature)];
}
