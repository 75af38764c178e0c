using System.Globalization;

namespace AISafety.Health;

/// <summary>Asks parts how they are, and makes one list of it.</summary>
internal sealed class HealthGathering
{
    private const int Deepest = 100;

    private readonly HashSet<object> _asked = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _followed = new(ReferenceEqualityComparer.Instance);
    private readonly List<PartHealth> _parts = [];

    /// <summary>Whether a part of that name has spoken for itself.</summary>
    public bool Has(string part) => _parts.Exists(one => one.Part == part);

    public void Add(PartHealth health)
    {
        if (!_parts.Contains(health))
        {
            _parts.Add(health);
        }
    }

    /// <summary>Asks a part, if it says how it is and was not asked before.</summary>
    /// <param name="part">The part, or anything else.</param>
    /// <param name="name">What it is called if it cannot say.</param>
    /// <param name="worst">The worst that it can be for the model: of a guard that only reports, and of one that watches, not more than degraded.</param>
    public void Ask(object part, string name, HealthState worst = HealthState.Unhealthy)
    {
        if (part is not IReportsHealth reports || !_asked.Add(part))
        {
            return;
        }

        PartHealth health;
        try
        {
            health = reports.GetHealth();
        }
        catch (Exception exception)
        {
            // Its text may hold data, its type does not.
            Add(new(name, HealthState.Unhealthy, $"It could not say how it is: {exception.GetType().Name}."));
            return;
        }

        Add(new(
            string.IsNullOrWhiteSpace(health.Part) ? name : health.Part,
            health.State > worst ? worst : health.State,
            health.Reason ?? ""));
    }

    /// <summary>Asks a model and those inside it, as far as they say what they wrap.</summary>
    public void AskChain(object model, string name)
    {
        // One that makes a new model each time it is asked would go on for ever.
        object? inmost = model;
        for (int depth = 0; inmost is not null && depth < Deepest && _followed.Add(inmost); depth++)
        {
            Ask(inmost, name);
            inmost = InnerOf(inmost);
        }
    }

    /// <summary>All that was said, the worst first, each under a name of its own.</summary>
    public PartHealth[] ToParts()
    {
        Dictionary<string, int> taken = new(StringComparer.Ordinal);
        List<PartHealth> named = [];
        foreach (PartHealth part in _parts.OrderByDescending(static one => one.State))
        {
            int number = taken[part.Part] = taken.GetValueOrDefault(part.Part) + 1;
            named.Add(number == 1 ? part : part with { Part = string.Create(CultureInfo.InvariantCulture, $"{part.Part}#{number}") });
        }

        return [.. named];
    }

    private static object? InnerOf(object model)
    {
        try
        {
            return (model as IWrapsModel)?.Inner;
        }
        catch (Exception)
        {
            // Documented: the search ends here.
            return null;
        }
    }
}
