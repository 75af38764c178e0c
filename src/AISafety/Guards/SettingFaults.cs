using System.Globalization;

namespace AISafety;

/// <summary>The one wording for settings that a guard cannot take.</summary>
internal static class SettingFaults
{
    public static string? Otherwise(SafetyAction? action) =>
        action is null or SafetyAction.Flag or SafetyAction.Review or SafetyAction.Block
            ? null
            : $"{nameof(GuardSettings.Otherwise)} is {action}; expected Flag, Review or Block";

    public static string? Minimum(double? minimum) =>
        minimum is null or (>= 0 and <= 1)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{nameof(GuardSettings.Minimum)} is {minimum}; expected 0 to 1");

    public static string? AlarmRate(double? rate) =>
        rate is null or (> 0 and <= 0.5)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{nameof(GuardSettings.AlarmRate)} is {rate}; expected more than 0 and at most 0.5");

    public static string? ErrorRate(double? rate) =>
        rate is null or (> 0 and < 1)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{nameof(GuardSettings.ErrorRate)} is {rate}; expected more than 0 and less than 1");

    /// <summary>What is wrong with the settings that not every guard has: one that this guard does not have, or a value out of range; null if nothing is.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="own">The names of those that the guard has.</param>
    public static string? Find(GuardSettings settings, params ReadOnlySpan<string> own) =>
        Foreign(settings.Otherwise, nameof(settings.Otherwise), own)
        ?? Foreign(settings.Minimum, nameof(settings.Minimum), own)
        ?? Foreign(settings.AlarmRate, nameof(settings.AlarmRate), own)
        ?? Foreign(settings.ErrorRate, nameof(settings.ErrorRate), own)
        ?? Otherwise(settings.Otherwise)
        ?? Minimum(settings.Minimum)
        ?? AlarmRate(settings.AlarmRate)
        ?? ErrorRate(settings.ErrorRate);

    private static string? Foreign(object? value, string name, ReadOnlySpan<string> own) =>
        value is null || own.Contains(name) ? null : $"{name} is no setting of this guard";
}
