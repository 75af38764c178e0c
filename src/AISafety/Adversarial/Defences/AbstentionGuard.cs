namespace AISafety.Adversarial;

/// <summary>Refuses answers without a class; see <see cref="DefenceExtensions.AddAbstention"/>.</summary>
internal sealed class AbstentionGuard<TIn>(SafetyAction otherwise) : IOutputGuard<TIn, Classification>, IReloadableGuard
{
    public const string GuardName = "abstention";

    private static readonly Evidence _abstained = new("adversarial.abstained", "The model abstained: its answer has no class.");

    private volatile AbstentionAction _settings = new(otherwise);

    public string Name => GuardName;

    public ValueTask<Verdict<Classification>> InspectAsync(TIn input, Classification output, SafetyContext context) =>
        output.ClassIndex >= 0 ? new(Verdict.Allow) : new(Verdict.With(_settings.Otherwise, _abstained));

    public string? FindFault(GuardSettings settings) => SettingFaults.Find(settings, nameof(settings.Otherwise));

    public void Reload(GuardSettings settings) => _settings = new(settings.Otherwise ?? otherwise);

    private sealed record AbstentionAction(SafetyAction Otherwise);
}
