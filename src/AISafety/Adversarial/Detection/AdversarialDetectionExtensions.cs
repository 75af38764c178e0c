using System.Globalization;
using AISafety.Adversarial;

namespace AISafety;

/// <summary>Adds detection of adversarial inputs to a safe model.</summary>
public static class AdversarialDetectionExtensions
{
    /// <summary>Asks a fitted detector about each input. Guard <c>adversarial</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="detector">The detector; see <see cref="AdversarialDetector.FitAsync"/>. Shared between Builds.</param>
    /// <param name="alarmRate">The greatest share of clean inputs that may be called adversarial, on average over draws of the calibrating rows: more than 0, at most 0.5; default 0.01. It takes 1 / rate - 1 calibrating rows.</param>
    /// <param name="otherwise">What is done with an adversarial input: flag (default), review or block.</param>
    /// <param name="options">How the engine treats the guard. It asks the model: <see cref="GuardOptions.BesideModel"/> lets both happen at once.</param>
    /// <remarks>
    /// <para>Codes: <c>adversarial.input</c> with the combined score and its threshold; blocked in any case are <c>adversarial.not-finite</c> (before the detector asks the model; with <see cref="GuardOptions.BesideModel"/> the protected model may have been asked meanwhile), <c>adversarial.width</c> and <c>adversarial.no-scores</c>.</para>
    /// <para>Rate and action can be changed while the guard runs (<see cref="IReloadableGuard"/>).</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="detector"/> is null.</exception>
    /// <exception cref="SafetyBuildException">The rate or the action is out of range, or the calibrating rows are too few for the rate.</exception>
    public static SafetyBuilder<TIn, TOut> AddAdversarialDetection<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        AdversarialDetector<TIn> detector,
        double alarmRate = 0.01,
        SafetyAction otherwise = SafetyAction.Flag,
        GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(detector);
        const string Guard = AdversarialGuard<TIn>.GuardName;
        if (!(alarmRate > 0 && alarmRate <= 0.5))
        {
            throw new SafetyBuildException(string.Create(
                CultureInfo.InvariantCulture, $"Guard '{Guard}': {nameof(alarmRate)} is {alarmRate}; expected more than 0 and at most 0.5."));
        }

        if (otherwise is not (SafetyAction.Flag or SafetyAction.Review or SafetyAction.Block))
        {
            throw new SafetyBuildException($"Guard '{Guard}': {nameof(otherwise)} is {otherwise}; expected Flag, Review or Block.");
        }

        if (AdversarialGuard<TIn>.Unsupported(detector, nameof(alarmRate), alarmRate) is { } fault)
        {
            throw new SafetyBuildException($"Guard '{Guard}': {fault}.");
        }

        return builder.AddInputGuard(_ => new AdversarialGuard<TIn>(detector, alarmRate, otherwise), options);
    }
}
