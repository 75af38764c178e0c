namespace AISafety;

/// <summary>How well a safe model is, as its parts and the model itself say.</summary>
/// <param name="Model">The safe model's name.</param>
/// <param name="Parts">What each part says, the worst first; parts that have nothing to say are not there. Names are distinct.</param>
public sealed record SafetyHealth(string Model, IReadOnlyList<PartHealth> Parts)
{
    /// <summary>The worst of the parts' states; healthy if there is none.</summary>
    public HealthState State => Parts.Count == 0 ? HealthState.Healthy : Parts.Max(static part => part.State);
}
