using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace AISafety.Hosting;

/// <summary>Reads the settings from configuration and code, and refuses what is wrong by its key.</summary>
/// <remarks>Not by <c>IOptionsMonitor</c>: that throws out of the configuration's own reload when what it reads is invalid, and then has no current value; here the old one stays.
/// See docs/decisions/0021-reloading-by-our-own-hand.md.</remarks>
internal sealed class SettingsSource(SafetyRegistrations registrations, IConfiguration? configuration)
{
    private static readonly GuardSettingsValidator s_guards = new();
    private static readonly RecordingSettingsValidator s_recording = new();

    /// <summary>Reads what is said now.</summary>
    /// <exception cref="OptionsValidationException">Something is wrong with it; each failure names its key.</exception>
    public SafetySettings Read()
    {
        SafetySettings settings = new();
        List<string> failures = [];
        try
        {
            foreach (string path in registrations.Paths)
            {
                IConfigurationSection section = Section(path);
                failures.AddRange(UnknownKeys.Find(section));
                section.Bind(settings);
            }
        }
        catch (InvalidOperationException exception)
        {
            throw Invalid([exception.InnerException is { } inner ? $"{exception.Message} {inner.Message}" : exception.Message]);
        }

        registrations.Configure?.Invoke(settings);
        foreach ((string name, ModelSettings model) in settings.Models)
        {
            AddFailures(name, model, failures);
        }

        return failures.Count == 0 ? settings : throw Invalid(failures);
    }

    /// <summary>Calls back whenever what is said may have changed, until disposed of; null if it cannot change.</summary>
    public IDisposable? OnChange(Action changed) => registrations.Paths.Count > 0 && configuration is not null
        ? ChangeToken.OnChange(configuration.GetReloadToken, changed)
        : null;

    /// <summary>The key of a model's settings, as a person would look for it.</summary>
    public string KeyOf(string model)
    {
        string key = $"Models:{model}";
        string? path = registrations.Paths.LastOrDefault(one => configuration?.GetSection($"{one}:{key}").Exists() == true) ?? registrations.Paths.LastOrDefault();
        return path is null ? key : $"{path}:{key}";
    }

    public static OptionsValidationException Invalid(IEnumerable<string> failures) => new(Options.DefaultName, typeof(SafetySettings), failures);

    private IConfigurationSection Section(string path)
    {
        if (configuration is null)
        {
            throw Invalid([$"AddAISafety(\"{path}\") reads configuration, but no IConfiguration is registered. Add one, or configure in code: AddAISafety(settings => ...)."]);
        }

        IConfigurationSection section = configuration.GetSection(path);
        return section.Exists()
            ? section
            : throw Invalid([$"Configuration has no section '{path}', or an empty one, which AddAISafety(\"{path}\") names. Add it, or leave the path out."]);
    }

    private void AddFailures(string name, ModelSettings model, List<string> failures)
    {
        if (registrations.Find(name) is null)
        {
            failures.Add($"{KeyOf(name)}: no model has that key. {registrations.Describe()}");
            return;
        }

        Add(s_recording, $"{KeyOf(name)}:Recording", model.Recording, failures);
        failures.AddRange(model.Recording.FindFaults().Select(fault => $"{KeyOf(name)}:Recording:{fault}."));
        foreach ((string guard, GuardSettings settings) in model.Guards)
        {
            Add(s_guards, $"{KeyOf(name)}:Guards:{guard}", settings, failures);
        }
    }

    private static void Add<T>(IValidateOptions<T> validator, string key, T settings, List<string> failures)
        where T : class
    {
        // Validators write a member with a dot before it; configuration has a colon there.
        ValidateOptionsResult result = validator.Validate(key, settings);
        failures.AddRange((result.Failures ?? []).Select(failure => failure.Replace($"{key}.", $"{key}:", StringComparison.Ordinal)));
    }
}
