using System.Globalization;
using AISafety.Anomaly;

namespace AISafety;

/// <summary>Adds anomaly detection to a safe model.</summary>
public static class AnomalyDetectionExtensions
{
    /// <summary>Compares each call's features with a reference sample, and calls those anomalies that lie far outside of it. Guard <c>anomaly</c>; needs
    /// <see cref="SafetyBuilder{TIn, TOut}.UseFeatures"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="reference">Inputs like those that the model was made for, such as a part of its training data. Read once at each Build. At least
    /// 4/3 (1 / <paramref name="alarmRate"/> - 1) rows with a value (132 for 0.01); more make the rate steadier.</param>
    /// <param name="alarmRate">The greatest share of reference-like rows that may be called anomalies: more than 0, at most 0.5; default 0.01.</param>
    /// <param name="otherwise">What is done with an anomaly: flag (default), review or block.</param>
    /// <param name="options">The detector, what the rate promises, the seed, and how the engine treats the guard.</param>
    /// <remarks>
    /// <para>A row's score comes from the detector (<see cref="AnomalyDetectionOptions.Detector"/>). With the default, a feature's robust z is |x - median| / (1.4826 MAD), MAD being the median absolute deviation; where that is zero, 1.2533 times the mean
    /// absolute deviation takes the place of the denominator, and where that is zero too (a constant) any other value has an infinite z. Each z is measured by
    /// its feature's limit, 3.5 or the feature's own (1 - alarm rate) quantile if that is greater, so that a feature with a heavy tail does not drown
    /// the others. A row's score is the greatest over numeric and vector features. Categories and missing values are passed over; a row without any value is blocked.</para>
    /// <para>One part of the reference, drawn by seed, teaches the detector; the other, about a half, calibrates: a row is an anomaly if its split-conformal
    /// p-value is at most <paramref name="alarmRate"/>. Reference-like rows then alarm at most at that rate, whatever their distribution, and at
    /// k / (n + 1) if there are no ties, n being the size of the second part and k a whole number; n is chosen so that this is next to the rate asked for. With
    /// <see cref="AnomalyDetectionOptions.RateConfidence"/> the rate of this very guard is at most that, with the probability stated.</para>
    /// <para>Codes: <c>anomaly.score</c> (the feature that contributes most, if one does; <see cref="Evidence.Score"/> is the detector's: a robust z, a distance, or a forest's score), <c>anomaly.no-features</c>.</para>
    /// <para>Rate and action can be changed while the guard runs (<see cref="IReloadableGuard"/>): the threshold then comes from the calibration that was kept.</para>
    /// <para>Sources: Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993; Vovk, Gammerman and Shafer, Algorithmic Learning in a Random
    /// World, 2005; Vovk, Conditional validity of inductive conformal predictors, ACML 2012.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="reference"/> is null.</exception>
    /// <exception cref="SafetyBuildException">At Build: there is no schema or nothing numeric in it; the rate or the action is out of range; the reference has too few
    /// rows for the rate or the detector, an unreadable or infinite row, or no value for a feature.</exception>
    public static SafetyBuilder<TIn, TOut> AddAnomalyDetection<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        IEnumerable<TIn> reference,
        double alarmRate = 0.01,
        SafetyAction otherwise = SafetyAction.Flag,
        AnomalyDetectionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(reference);
        options ??= AnomalyDetectionOptions.Default;
        return builder.AddInputGuard(build => Create(build, reference, alarmRate, otherwise, options), options);
    }

    private static AnomalyGuard<TIn> Create<TIn>(
        BuildContext<TIn> build, IEnumerable<TIn> reference, double alarmRate, SafetyAction otherwise, AnomalyDetectionOptions options)
    {
        const string Guard = AnomalyGuard<TIn>.GuardName;
        FeatureSchema<TIn> schema = build.RequireSchema(Guard);
        if (!(alarmRate > 0 && alarmRate <= 0.5))
        {
            throw new SafetyBuildException(string.Create(
                CultureInfo.InvariantCulture, $"Guard '{Guard}': {nameof(alarmRate)} is {alarmRate}; expected more than 0 and at most 0.5."));
        }

        if (otherwise is not (SafetyAction.Flag or SafetyAction.Review or SafetyAction.Block))
        {
            throw new SafetyBuildException($"Guard '{Guard}': {nameof(otherwise)} is {otherwise}; expected Flag, Review or Block.");
        }

        if (!(options.RateConfidence is null or (> 0.5 and < 1)))
        {
            throw new SafetyBuildException(string.Create(
                CultureInfo.InvariantCulture, $"Guard '{Guard}': {nameof(options.RateConfidence)} is {options.RateConfidence}; expected more than 0.5 and less than 1, or null."));
        }

        if (options.Detector is null)
        {
            throw new SafetyBuildException($"Guard '{Guard}': {nameof(options.Detector)} is null; expected one of {nameof(AnomalyDetector)}.");
        }

        return new AnomalyFit<TIn>(schema, Guard).Fit(reference, alarmRate, otherwise, options);
    }
}
