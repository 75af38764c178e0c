using Microsoft.Extensions.DependencyInjection;

namespace AISafety.Hosting;

/// <summary>What AddAISafety and AddModel were told. One a service collection.</summary>
internal sealed class SafetyRegistrations(IServiceCollection services)
{
    private readonly List<ModelRegistration> _models = [];

    /// <summary>The collection itself: its descriptors say how long each service lives.</summary>
    public IServiceCollection Services => services;

    public IReadOnlyList<ModelRegistration> Models => _models;

    public List<string> Paths { get; } = [];

    /// <summary>The models that health checks of their own were added for.</summary>
    public List<string> Checked { get; } = [];

    public Action<SafetySettings>? Configure { get; set; }

    public static SafetyRegistrations Of(IServiceCollection services)
    {
        if (services.FirstOrDefault(static one => one.ServiceType == typeof(SafetyRegistrations) && !one.IsKeyedService)?.ImplementationInstance is SafetyRegistrations existing)
        {
            return existing;
        }

        SafetyRegistrations created = new(services);
        services.AddSingleton(created);
        return created;
    }

    public ModelRegistration? Find(string name) => _models.Find(model => model.Name == name);

    public void Add(ModelRegistration model)
    {
        if (Find(model.Name) is { } taken)
        {
            throw new ArgumentException($"A model with the key '{model.Name}' was added before, as {taken}. Give each model a key of its own.", nameof(model));
        }

        _models.Add(model);
    }

    /// <summary>What to say where a safe model is asked for that there is not.</summary>
    public static string Missing<TIn, TOut>(object? key, SafetyRegistrations? registrations) =>
        $"There is no safe model with the key '{key}' from {typeof(TIn)} to {typeof(TOut)}. {registrations?.Describe() ?? "AddAISafety was not called."}";

    /// <summary>One sentence that lists the models, for messages.</summary>
    public string Describe() => _models.Count == 0
        ? "No model was added: call AddModel on what AddAISafety returns."
        : $"AddModel added: {string.Join(", ", _models.Select(static model => $"'{model.Name}' ({model})"))}.";
}
