using AISafety.Drift;
using AISafety.Profiles;

namespace AISafety;

public sealed partial class DriftReport
{
    private const int LeastSample = 10_000;
    private const int MostCells = 25_000_000;

    /// <summary>Compares two profiles of the same features.</summary>
    /// <param name="reference">What is normal.</param>
    /// <param name="current">What is compared with it, such as a month's rows.</param>
    /// <param name="options">Alpha, metrics, tolerances, cut-offs; guarantee, windows and what is sequential play no part. Default: <see cref="DriftOptions.Default"/>.</param>
    /// <remarks>A feature that is constant or missing throughout in both is the same; one that has values on one side alone has drifted by its missing values. <see cref="DriftMetric.MeanShift"/> and
    /// <see cref="DriftMetric.Wasserstein"/>, which see values alone, find it not comparable, as any feature whose reference has no spread.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="reference"/> or <paramref name="current"/> is null.</exception>
    /// <exception cref="ArgumentException">The profiles' features differ: the message names the first that does.</exception>
    /// <exception cref="SafetyBuildException">An option is out of its range, or names a feature that the profiles do not have.</exception>
    public static DriftReport Compare(ReferenceProfile reference, ReferenceProfile current, DriftOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        DriftOptions used = Look(reference, options);
        if (FeatureDifference.OfMeaning(FeaturesOf(reference), FeaturesOf(current)) is { } difference)
        {
            throw new ArgumentException($"The current profile has other features than the reference: {difference}.", nameof(current));
        }

        if (reference.InputCount != current.InputCount)
        {
            string other = reference.Features[Math.Min(reference.InputCount, current.InputCount)].Feature.Name;
            throw new ArgumentException($"Feature '{other}' is an input of one profile and an output of the other.", nameof(current));
        }

        FeatureReference[] features = DriftWatch.References(reference, used);
        RowLook look = RowLook.Make(reference, used);
        LaneBudget budget = new(used, new(Inputs: false, Scores: false, look.IsOn, reference.InputCount < reference.Features.Count), reference.InputCount);
        RecentRows rows = new(reference.Features.Count, current.SampleCount);
        rows.Add(current.SampleColumns, current.SampleCount, 0, current.SampleCount);
        DriftWindow window = new WindowLane(reference, used, budget, look, features, rows.Capacity).Look(rows, current.SampleCount, current.SampleCount);
        return new(reference, current, used, window, [.. features.Select((feature, i) => new DriftReportFeature(
            reference.Features[i],
            current.Features[i],
            reference.RowCount,
            current.RowCount,
            window.Features[i],
            budget.Level(i < reference.InputCount ? DriftLane.FeatureWindows : DriftLane.OutputWindows, 1, current.SampleCount),
            [.. feature.Measure(current.SampleColumn(i)).Select(one => new DriftMeasure(one.Metric, one.Distance, used.ToleranceOf(one.Metric)))]))]);
    }

    /// <summary>Compares a model's inputs with a profile of inputs. They are read once and not held: of very many a sample is compared, as large as the reference's, at least 10,000 rows.</summary>
    /// <param name="reference">What is normal; without outputs.</param>
    /// <param name="schema">How an input is read.</param>
    /// <param name="rows">The inputs; at least one.</param>
    /// <param name="options">As of <see cref="Compare(ReferenceProfile, ReferenceProfile, DriftOptions?)"/>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="SafetyBuildException">There is no row, a row cannot be read, the schema is not the reference's, or an option is out of its range.</exception>
    public static DriftReport Compare<TIn>(ReferenceProfile reference, FeatureSchema<TIn> schema, IEnumerable<TIn> rows, DriftOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(rows);
        reference.RequireSchema(schema, User);
        return reference.InputCount == reference.Features.Count
            ? Compare(reference, new InputRows<TIn>(schema), rows, options)
            : throw new SafetyBuildException($"'{User}': the reference profile has outputs; give rows of inputs and outputs, and both schemas.");
    }

    /// <summary>Compares a model's inputs and outputs with a profile of both.</summary>
    /// <param name="reference">What is normal, with outputs.</param>
    /// <param name="schema">How an input is read.</param>
    /// <param name="outputs">How an output is read.</param>
    /// <param name="rows">The inputs, each with what the model answered; at least one.</param>
    /// <param name="options">As of <see cref="Compare(ReferenceProfile, ReferenceProfile, DriftOptions?)"/>.</param>
    /// <inheritdoc cref="Compare{TIn}(ReferenceProfile, FeatureSchema{TIn}, IEnumerable{TIn}, DriftOptions?)"/>
    public static DriftReport Compare<TIn, TOut>(
        ReferenceProfile reference, FeatureSchema<TIn> schema, FeatureSchema<TOut> outputs, IEnumerable<(TIn Input, TOut Output)> rows, DriftOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(rows);
        reference.RequireSchema(schema, User);
        reference.RequireOutputs(outputs, User);
        return Compare(reference, new PairedRows<TIn, TOut>(schema, outputs), rows, options);
    }

    /// <summary>Compares a table of numbers with a profile: NaN is missing, a category its code.</summary>
    /// <param name="reference">What is normal.</param>
    /// <param name="rows">The table, row by row, a number for each of the profile's features in their order; at least one row.</param>
    /// <param name="options">As of <see cref="Compare(ReferenceProfile, ReferenceProfile, DriftOptions?)"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="reference"/> is null.</exception>
    /// <exception cref="ArgumentException">The length is no multiple of the features.</exception>
    /// <exception cref="SafetyBuildException">There is no row, or an option is out of its range.</exception>
    public static DriftReport CompareRows(ReferenceProfile reference, ReadOnlySpan<float> rows, DriftOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        DriftOptions used = Look(reference, options);
        int width = reference.Features.Count;
        if (rows.Length % width != 0)
        {
            throw new ArgumentException($"There are {rows.Length} numbers; expected a multiple of {width}, row by row.", nameof(rows));
        }

        ProfileFitter fitter = Fitter(reference);
        for (int start = 0; start < rows.Length; start += width)
        {
            rows.Slice(start, width).CopyTo(fitter.Next);
            fitter.Take();
        }

        return Compare(reference, Finish(fitter), used);
    }

    private const string User = "drift report";

    private static DriftReport Compare<TRow>(ReferenceProfile reference, ProfileRows<TRow> source, IEnumerable<TRow> rows, DriftOptions? options)
    {
        // Before the rows are read, which may take long.
        DriftOptions used = Look(reference, options);
        ProfileFitter fitter = Fitter(reference);
        foreach (TRow row in rows)
        {
            source.Read(row, fitter.Next, fitter.Count);
            fitter.Take();
        }

        return Compare(reference, Finish(fitter), used);
    }

    private static ProfileFitter Fitter(ReferenceProfile reference)
    {
        int sample = Math.Max(reference.SampleCount, Math.Min(LeastSample, MostCells / reference.Features.Count));
        return new(FeaturesOf(reference), reference.InputCount, reference.Options with { FirstRow = 0, SampleSize = sample }, null);
    }

    private static ReferenceProfile Finish(ProfileFitter fitter) =>
        fitter.Count > 0 ? fitter.Finish() : throw new SafetyBuildException($"'{User}': there is no current row; expected at least one.");

    // One look, whatever the options say of watching.
    private static DriftOptions Look(ReferenceProfile reference, DriftOptions? options)
    {
        DriftOptions used = (options ?? DriftOptions.Default) with { Guarantee = DriftGuarantee.PerLook, Windows = true };
        used.Check(User);
        DriftWatch.RequireNames(reference, used);
        return used;
    }

    private static Feature[] FeaturesOf(ReferenceProfile profile) => [.. profile.Features.Select(static feature => feature.Feature)];
}
