namespace AISafety;

/// <summary>One call, as guards see it. Pooled: valid until the task that a guard returned completes, and not to be kept.</summary>
/// <remarks>A guard that outlives its time budget keeps its context for itself: it never sees a later call's row.</remarks>
public sealed class SafetyContext
{
    private readonly float[] _received;
    private float[] _features;
    private float[]? _replaced;

    internal SafetyContext(int width, TimeProvider timeProvider)
    {
        _received = new float[width];
        _features = _received;
        TimeProvider = timeProvider;
    }

    /// <summary>Cancelled when the caller cancels. While guards run beside the model: also when one of them refuses.</summary>
    public CancellationToken CancellationToken { get; internal set; }

    /// <summary>The clock of the safe model.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>Who is asking, and what for.</summary>
    public CallInfo Call { get; internal set; }

    /// <summary>The call's id.</summary>
    public CallId CallId { get; internal set; }

    /// <summary>The input's row, as the feature schema wrote it; after a replacement, the new input's. NaN means missing. Empty without
    /// a schema, and for admission guards, which come before the features are read.</summary>
    public ReadOnlySpan<float> Features => FeaturesRead ? _features : [];

    internal bool FeaturesRead { get; set; }

    /// <summary>The row as received, which is what is recorded.</summary>
    internal Span<float> Received => _received;

    /// <summary>Where the row of a replaced input is written. The row as received stays as it is.</summary>
    internal Span<float> BeginReplacedFeatures()
    {
        _replaced ??= new float[_received.Length];
        _features = _replaced;
        return _replaced;
    }

    internal void Reset()
    {
        CancellationToken = default;
        Call = default;
        _features = _received;
        FeaturesRead = false;
    }
}
