using System.Globalization;
using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>Asks a detector about each input; see <see cref="AdversarialDetectionExtensions"/>.</summary>
internal sealed class AdversarialGuard<TIn> : IInputGuard<TIn>, IReloadableGuard
{
    public const string GuardName = "adversarial";

    private readonly AdversarialDetector<TIn> _detector;
    private readonly AdversarialSettings _built;
    private volatile AdversarialSettings _settings;

    public AdversarialGuard(AdversarialDetector<TIn> detector, double alarmRate, SafetyAction otherwise)
    {
        _detector = detector;
        _settings = _built = new(alarmRate, detector.Calibration.Threshold(alarmRate), otherwise);
    }

    public string Name => GuardName;

    public async ValueTask<Verdict<TIn>> InspectAsync(TIn input, SafetyContext context)
    {
        AdversarialReading reading = await _detector.ReadAsync(input, context.CancellationToken).ConfigureAwait(false);
        AdversarialSettings settings = _settings;
        return reading.Fault switch
        {
            AdversarialFault.None => reading.Score <= settings.Threshold ? Verdict.Allow : Suspicious(reading, settings),
            AdversarialFault.NotFinite => Verdict.Block("adversarial.not-finite", "A number of the input is infinite or NaN; expected finite numbers."),
            AdversarialFault.WrongWidth => Verdict.Block("adversarial.width", "The input has another number of numbers than the detector's reference."),
            _ => Verdict.Block("adversarial.no-scores", "The model gave no finite scores of its classes for the input or a changed version of it; nothing can be said of the input."),
        };
    }

    public string? FindFault(GuardSettings settings) =>
        SettingFaults.Find(settings, nameof(settings.Otherwise), nameof(settings.AlarmRate))
        ?? (settings.AlarmRate is { } rate ? Unsupported(_detector, nameof(settings.AlarmRate), rate) : null);

    public void Reload(GuardSettings settings)
    {
        double rate = settings.AlarmRate ?? _built.AlarmRate;
        _settings = new(rate, _detector.Calibration.Threshold(rate), settings.Otherwise ?? _built.Otherwise);
    }

    /// <summary>Why the detector's calibration has no finite threshold for a rate; null if it has.</summary>
    public static string? Unsupported(AdversarialDetector<TIn> detector, string name, double rate)
    {
        if (double.IsFinite(detector.Calibration.Threshold(rate)))
        {
            return null;
        }

        long required = SplitConformal.RequiredCount(rate);
        return required > detector.Calibrating
            ? Invariant($"{name} is {rate}; expected one that the {detector.Calibrating} calibrating rows support: it takes {required} of them")
            : Invariant($"{name} is {rate}; expected more, since more of the {detector.Calibrating} calibrating rows than that are infinitely strange");
    }

    private static Verdict Suspicious(AdversarialReading reading, AdversarialSettings settings) =>
        Verdict.With(
            settings.Otherwise,
            new Evidence(
                "adversarial.input",
                Invariant($"The input looks as if it was tuned against the model, most of all by {reading.Foremost}: a p-value of {reading.PValue:G3}, where an alarm rate of {settings.AlarmRate} was asked for."))
            {
                Score = reading.Score,
                Threshold = settings.Threshold,
            });

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
