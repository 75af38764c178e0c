using Microsoft.Extensions.Configuration;

namespace AISafety.Hosting;

/// <summary>Finds keys of configuration that mean nothing, by their whole path: a mistyped threshold would otherwise be one that is not there.</summary>
internal static class UnknownKeys
{
    private static readonly string[] s_root = [nameof(SafetySettings.Models)];
    private static readonly string[] s_model = [nameof(ModelSettings.Recording), nameof(ModelSettings.LogExceptions), nameof(ModelSettings.Guards)];

    private static readonly string[] s_recording =
    [
        nameof(RecordingSettings.MaxBlockAge), nameof(RecordingSettings.QueueCapacity), nameof(RecordingSettings.DrainTimeout), nameof(RecordingSettings.MeasureLatency),
    ];

    private static readonly string[] s_guard =
    [
        nameof(GuardSettings.Mode), nameof(GuardSettings.OnFailure), nameof(GuardSettings.TimeBudget), nameof(GuardSettings.Otherwise),
        nameof(GuardSettings.Minimum), nameof(GuardSettings.AlarmRate), nameof(GuardSettings.ErrorRate),
    ];

    public static IEnumerable<string> Find(IConfigurationSection root) =>
        Of(root, s_root).Concat(root.GetSection(nameof(SafetySettings.Models)).GetChildren().SelectMany(model =>
            Of(model, s_model)
                .Concat(Of(model.GetSection(nameof(ModelSettings.Recording)), s_recording))
                .Concat(model.GetSection(nameof(ModelSettings.Guards)).GetChildren().SelectMany(static guard => Of(guard, s_guard)))));

    private static IEnumerable<string> Of(IConfigurationSection section, string[] known) =>
        section.GetChildren()
            .Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            .Select(child => $"{child.Path} means nothing; expected {string.Join(", ", known)}.");
}
