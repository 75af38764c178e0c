namespace AISafety;

/// <summary>A guard, model, fallback, monitor or action that says how well it is.</summary>
public interface IReportsHealth
{
    /// <summary>How well it is now. Called from any thread; must be fast and must not throw: an exception counts as unhealthy.</summary>
    PartHealth GetHealth();
}
