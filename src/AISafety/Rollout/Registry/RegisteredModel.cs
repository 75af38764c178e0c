using System.Text.Json.Serialization;

namespace AISafety.Rollout;

/// <summary>A model in a registry, with all its versions: what is read and replaced as a whole. Immutable.</summary>
public sealed record RegisteredModel
{
    /// <summary>The model's name; 1 to 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Grows by one with each change to the model or any of its versions; 1 or more.</summary>
    public required long Revision { get; init; }

    /// <summary>The versions, in the order in which they were registered.</summary>
    public required IReadOnlyList<ModelVersion> Versions { get; init; }

    /// <summary>Every change of a version's stage, the oldest first.</summary>
    public required IReadOnlyList<StageChange> History { get; init; }

    /// <summary>The version that is in production; null if none is.</summary>
    [JsonIgnore]
    public ModelVersion? Production => Versions.FirstOrDefault(static version => version.Stage == ModelStage.Production);

    /// <summary>The version that a rollback would return to: the one that was in production before, and has not been rejected since; null if there is none.</summary>
    [JsonIgnore]
    public ModelVersion? Previous => ProductionTrail.PreviousOf(this);

    /// <summary>The version of that name; null if there is none.</summary>
    public ModelVersion? Find(string version) => Versions.FirstOrDefault(one => one.Version == version);
}
