namespace AISafety;

/// <summary>One call, as guards see it. Pooled: valid until the task that a guard returned completes, and not to be kept.</summary>
/// <remarks>A guard that outlives its time budget keeps its context for itself: it never sees a later call's row.</remarks>
public sealed partial class SafetyContext
{
    private readonly int _width;
    private float[] _features;
    private float[]? _replaced;
    private bool _isIdentified;

    // The call's own context, of a copy with another token.
    private SafetyContext? _original;
    private ArmNote _arm;

    internal SafetyContext(BlockLayout layout, TimeProvider timeProvider, int admissionGuards)
    {
        _width = layout.FeatureWidth;
        Row = new float[layout.FloatWidth];
        Codes = new byte[layout.CodeWidth];
        Leases = admissionGuards == 0 ? [] : new IDisposable?[admissionGuards];
        _features = Row;
        TimeProvider = timeProvider;
    }

    internal SafetyContext(int width, TimeProvider timeProvider)
        : this(new BlockLayout(width, 0, 0, [], 0, new()), timeProvider, 0)
    {
    }

    /// <summary>Cancelled when the caller cancels. For a model that guards run beside: also when one of them refuses.</summary>
    public CancellationToken CancellationToken { get; internal set; }

    /// <summary>The clock of the safe model.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>Who is asking, and what for.</summary>
    public CallInfo Call { get; private set; }

    /// <summary>The call's id.</summary>
    public CallId CallId { get; internal set; }

    /// <summary>The input's row, as the feature schema wrote it; after a replacement, the new input's. NaN means missing. Empty without
    /// a schema, and for admission guards, which come before the features are read.</summary>
    public ReadOnlySpan<float> Features => FeaturesRead ? new(_features, 0, _width) : [];

    /// <summary>Why the call was stopped, for fallbacks: every reason given so far, in order. Empty while guards inspect.</summary>
    public IReadOnlyList<Evidence> Reasons => ReasonsSoFar ?? [];

    internal Evidence[]? ReasonsSoFar { get; set; }

    internal bool FeaturesRead { get; set; }

    /// <summary>Whether output guards judge a fallback's answer, and not the model's.</summary>
    internal bool JudgesFallback { get; set; }

    /// <summary>What the function that says who calls has thrown, if it has.</summary>
    internal Exception? IdentifyException { get; set; }

    /// <summary>The row that is recorded: features as received, then projections, then latencies.</summary>
    internal float[] Row { get; }

    internal byte[] Codes { get; }

    /// <summary>What a rollout has done with the call.</summary>
    internal ArmNote Arm
    {
        get => (_original ?? this)._arm;
        set => (_original ?? this)._arm = value;
    }

    /// <summary>The token of the call, whatever that of a copy may be.</summary>
    internal CancellationToken CallToken => (_original ?? this).CancellationToken;

    internal Span<float> Received => Row.AsSpan(0, _width);

    /// <summary>The lane that this call holds; null once it has waited for anything, and in a batch.</summary>
    internal Lane? Lane { get; set; }

    internal IDisposable?[] Leases { get; }

    /// <summary>How many of the leases may be held: none from this one on.</summary>
    internal int Leased { get; private set; }

    /// <summary>How many admission guards were asked.</summary>
    internal int Asked { get; set; }

    /// <summary>When the stage that is running began, where latency is measured.</summary>
    internal long StageStarted { get; set; }

    internal long Started { get; set; }

    /// <summary>Whether anybody wants to know how long this call takes.</summary>
    internal bool IsTimed { get; set; }

    /// <summary>Whether the call is counted among those that disposal waits for.</summary>
    internal bool IsWaiting { get; set; }

    /// <summary>Keeps what an admission guard has lent to the call.</summary>
    internal void Keep(int guard, in Admission admission)
    {
        if (admission.Lease is { } lease)
        {
            Leases[guard] = lease;
            Leased = guard + 1;
        }
    }

    /// <summary>All leases, which the call no longer has.</summary>
    internal Span<IDisposable?> TakeLeases()
    {
        int leased = Leased;
        Leased = 0;
        return Leases.AsSpan(0, leased);
    }

    /// <summary>Where the row of a replaced input is written. The row as received stays as it is.</summary>
    internal Span<float> BeginReplacedFeatures()
    {
        _replaced ??= new float[_width];
        _features = _replaced;
        return _replaced;
    }

    /// <summary>Says who asks. Not called for those who say nothing: four references are costly to write on every call.</summary>
    internal void Identify(in CallInfo call)
    {
        Call = call;
        _isIdentified = true;
    }

    /// <summary>The call as guards see it, with a token of its own. Never pooled.</summary>
    internal SafetyContext CopyFor(CancellationToken cancellationToken)
    {
        SafetyContext copy = new(_width, TimeProvider)
        {
            CancellationToken = cancellationToken,
            CallId = CallId,
            FeaturesRead = FeaturesRead,
            _original = _original ?? this,
        };
        copy.Identify(Call);
        Features.CopyTo(copy.Row);
        return copy;
    }

    /// <summary>Forgets everything of the call. What is not overwritten by the next call must be reset here.</summary>
    internal void Reset()
    {
        CancellationToken = default;
        if (_isIdentified)
        {
            _isIdentified = false;
            Call = default;
        }

        _features = Row;
        FeaturesRead = false;
        JudgesFallback = false;
        if (_arm.Arm != 0)
        {
            _arm = default;
        }

        if (IsNoted)
        {
            ForgetNotes();
        }

        Ladder = default;
        ReasonsSoFar = null;
        IdentifyException = null;
        Asked = 0;
    }
}
