using AISafety.Validation;

namespace AISafety.Fairness;

/// <summary>Replaces each probability by the calibrated one of its group; see <see cref="GroupCalibrationExtensions"/>.</summary>
internal sealed class GroupCalibrationGuard<TIn, TOut, TGroup> : IOutputGuard<TIn, TOut>, IReloadableGuard
    where TGroup : notnull
{
    public const string GuardName = "group-calibration";

    private static readonly Evidence _applied = new("fairness.calibration", "The probability was replaced by the calibrated one of the group.");

    private readonly Func<TIn, TGroup?> _group;
    private readonly Func<TOut, double> _read;
    private readonly Func<TOut, double, TOut> _write;
    private readonly GroupProbabilityCalibration<TGroup> _calibration;
    private readonly SafetyAction _builtUnknown;
    private volatile UnknownGroup _unknown;
    private readonly double _tolerance;

    public GroupCalibrationGuard(
        Func<TIn, TGroup?> group,
        Func<TOut, double> read,
        Func<TOut, double, TOut> write,
        GroupProbabilityCalibration<TGroup> calibration,
        GroupCalibrationOptions options)
    {
        OptionCheck.OfBuilder(GuardName, nameof(GroupCalibrationOptions)).Require(options.Tolerance is >= 0 and <= 0.5, nameof(options.Tolerance), options.Tolerance, "0 to 0.5");

        (_group, _read, _write, _calibration) = (group, read, write, calibration);
        _builtUnknown = options.UnknownGroup;
        _unknown = new(GuardName, _builtUnknown);
        _tolerance = options.Tolerance;
    }

    public string Name => GuardName;

    public string? FindFault(GuardSettings settings) => SettingFaults.Find(settings, nameof(settings.Otherwise));

    /// <summary>What is objected to is a group that is not known.</summary>
    public void Reload(GuardSettings settings) => _unknown = new(GuardName, settings.Otherwise ?? _builtUnknown);

    public ValueTask<Verdict<TOut>> InspectAsync(TIn input, TOut output, SafetyContext context)
    {
        if (NullValue<TOut>.Is(output))
        {
            return new(Verdict.Block(EvidenceCodes.NullOutput, "The output is null."));
        }

        int group = _calibration.CodeOf(_group(input));
        bool isUnknown = group == KnownGroups<TGroup>.Unknown;
        UnknownGroup unknown = _unknown;
        if (isUnknown && unknown.Stops)
        {
            return new(unknown.Verdict);
        }

        double probability = _read(output);
        if (!(probability >= -_tolerance && probability <= 1 + _tolerance))
        {
            return new(Verdict.Block("fairness.invalid-score", "The probability is not a number from 0 to 1."));
        }

        double calibrated = _calibration.Calibration.Apply(probability, group);
        if (!(calibrated is >= 0 and <= 1))
        {
            return new(Verdict.Block("fairness.invalid-score", "What the group's curve makes of the probability is not a number from 0 to 1."));
        }

        if (calibrated == probability)
        {
            return new(isUnknown ? unknown.Verdict : Verdict.Allow);
        }

        TOut replacement = _write(output, calibrated);
        return new(isUnknown ? UnknownGroup.Replace(replacement, _applied) : Verdict.Replace(replacement, _applied));
    }
}
