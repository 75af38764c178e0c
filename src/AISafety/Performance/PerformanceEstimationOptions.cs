namespace AISafety.Performance;

/// <summary>How performance is estimated without labels.</summary>
public sealed record PerformanceEstimationOptions
{
    /// <summary>The defaults.</summary>
    public static PerformanceEstimationOptions Default { get; } = new();

    /// <summary>What accuracy, precision, recall, F1 and area must keep. Default: nothing, so that they can only be read.</summary>
    public IReadOnlyList<PerformanceLimit> Limits { get; init; } = [];

    /// <summary>Over how many answered calls with a probability an estimate is made. 100 to 1,000,000, and with <see cref="Reweight"/> at most 100,000,000 numbers together; default 2,000. Fewer see a fall sooner, with wider intervals.</summary>
    public int ChunkSize { get; init; } = 2000;

    /// <summary>How often the interval of a chunk holds the metric that its labels would give. More than 0.5, at most 0.99; default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Whether the reference is weighted to have the features of each chunk. Needs a reference with features, and <c>UseFeatures</c>. Takes a fraction of a second for each chunk, on the monitor's thread. Default: false.</summary>
    public bool Reweight { get; init; }

    /// <summary>At what a row's weight is cut. 1 or more; default 50.</summary>
    public double GreatestWeight { get; init; } = 50;

    /// <summary>How many rows the weighted reference must be worth; below, no estimate is made of the chunk, and <c>performance.reference-far</c> is raised. 10 or more; default 200.</summary>
    public double LeastEffectiveSampleSize { get; init; } = 200;
}
