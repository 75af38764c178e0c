namespace AISafety;

/// <summary>Where a model's inputs come from, and when what they tell happened.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
public sealed record DataQualityFeed<TIn>
{
    /// <summary>Reads when an input's event happened; null if that is not known, or to read no event times (default). Runs on the call's path, of calls that have an output.</summary>
    public Func<TIn, DateTimeOffset?>? EventTime { get; init; }

    /// <summary>Reads which source an input is from; null if it is not known. Default: null, all inputs are of one source. Runs on the call's path.</summary>
    public Func<TIn, string?>? Source { get; init; }

    /// <summary>The known sources, 1 to 254 if <see cref="Source"/> is given: each is expected to be heard of. Inputs of others are not judged here.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];
}
