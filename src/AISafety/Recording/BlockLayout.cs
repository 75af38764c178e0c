namespace AISafety;

/// <summary>Where in a recorded row each thing lies: features, projections, then, if measured, a latency for each stage and the call's.</summary>
internal sealed record BlockLayout(int FeatureWidth, int ProjectionCount, int CodeWidth, IReadOnlyList<string> Stages, ulong Nonce, ArmNames Arms, object? Builder = null)
{
    public int StageCount => Stages.Count;

    public int LatencyColumn => FeatureWidth + ProjectionCount;

    public int FloatWidth { get; } = FeatureWidth + ProjectionCount + (Stages.Count > 0 ? Stages.Count + 1 : 0);
}
