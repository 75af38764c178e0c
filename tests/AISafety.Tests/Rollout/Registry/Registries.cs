using AISafety.Rollout;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Rollout;

/// <summary>What the tests of registries have in common.</summary>
internal static class Registries
{
    public const string Name = "credit";

    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A checklist that everything meets.</summary>
    public static readonly PromotionChecklist Open = new(PromotionItem.Own("any", "Anything goes", static (_, _) => new((string?)null)));

    public static FakeTimeProvider Clock() => new(Start);

    public static string Hash(int i) => i.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);

    public static NewModelVersion New(string version, int hash = 1, ModelSchema? schema = null) =>
        new() { Name = Name, Version = version, Sha256 = Hash(hash), Author = "ann", Schema = schema };

    public static async Task<IModelRegistry> WithAsync(this IModelRegistry registry, params string[] versions)
    {
        foreach (string version in versions)
        {
            RegistryResult result = await registry.RegisterAsync(New(version));
            Assert.That(result.Outcome, Is.EqualTo(RegistryOutcome.Done), result.Reason);
        }

        return registry;
    }

    public static async Task PromoteAsync(this IModelRegistry registry, params string[] versions)
    {
        foreach (string version in versions)
        {
            PromotionResult result = await registry.PromoteAsync(Name, version, "rollout", Open);
            Assert.That(result.Outcome, Is.EqualTo(RegistryOutcome.Done), result.Reason);
        }
    }

    public static async Task<RegisteredModel> ReadAsync(this IModelRegistry registry) => (await registry.FindAsync(Name))!;

    /// <summary>All versions and their stages, as text.</summary>
    public static string Stages(this RegisteredModel model) => string.Join(" ", model.Versions.Select(version => $"{version.Version}:{version.Stage}"));

    /// <summary>Everything that is in a model, as text: records compare lists by reference.</summary>
    public static string Text(RegisteredModel? model) => model is null ? "none" : System.Text.Encoding.UTF8.GetString(RegistryFile.Write([model]));
}
