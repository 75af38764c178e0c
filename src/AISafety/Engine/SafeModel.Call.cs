namespace AISafety;

public sealed partial class SafeModel<TIn, TOut>
{
    private readonly record struct FallbackSlot(IFallbackPolicy<TIn, TOut> Policy, string Name, bool Judge, TimeSpan? Budget);

    /// <summary>A guard beside the model that has not answered yet: the guard's own task, and the one that ends with its time budget.</summary>
    private readonly record struct BesideTask(GuardTerms Terms, Task<Verdict<TIn>> Own, Task<Verdict<TIn>> Bounded);

    /// <summary>A call that is not simply allowed or does not complete synchronously: what is known of it so far.</summary>
    private sealed class Call(TIn input, SafetyContext context, Stage stage, int index)
    {
        private List<Evidence>? _evidence;

        /// <summary>The input as received, which is what is recorded.</summary>
        public TIn Received { get; } = input;

        /// <summary>The input after replacements.</summary>
        public TIn Input { get; set; } = input;

        public bool InputIsNull { get; init; }

        public SafetyContext Context { get; } = context;

        public CallId Id { get; } = context.CallId;

        /// <summary>The caller's token, whatever the context's may be.</summary>
        public CancellationToken Token { get; } = context.CancellationToken;

        public Stage Stage { get; set; } = stage;

        /// <summary>Which guard of the stage is next.</summary>
        public int Index { get; set; } = index;

        // What the guard or model at Stage and Index has returned or thrown already, if it was asked.
        public ValueTask<Admission>? PendingAdmission { get; set; }

        public ValueTask<Verdict<TIn>>? PendingInput { get; set; }

        public ValueTask<Served<TOut>>? PendingModel { get; set; }

        public ValueTask<Verdict<TOut>>? PendingOutput { get; set; }

        public Exception? Thrown { get; set; }

        public SafetyAction Worst { get; private set; } = SafetyAction.Allow;

        public bool IsStopped { get; private set; }

        public bool IsCancelled { get; set; }

        public TOut? Output { get; set; }

        /// <summary>Whether <see cref="Output"/> is what the model answered.</summary>
        public bool HasModelOutput { get; set; }

        /// <summary>Whether <see cref="Output"/> is the call's answer.</summary>
        public bool HasAnswer { get; set; }

        public string ServedBy { get; set; } = ModelName;

        public ModelOutcome Model { get; set; }

        public Exception? ModelException { get; set; }

        /// <summary>Everything that was started and had not completed at once.</summary>
        public List<Task> Started { get; } = [];

        public List<BesideTask> Beside { get; } = [];

        public Task? ModelTask { get; set; }

        /// <summary>Whether the model was asked once for many rows, so that its time is no row's own.</summary>
        public bool IsModelShared { get; set; }

        public CancellationTokenSource? Linked { get; set; }

        public IReadOnlyList<Evidence> Evidence => _evidence ?? [];

        public bool HasEvidence => _evidence is not null;

        public Evidence[]? EvidenceSnapshot() => _evidence is null ? null : [.. _evidence];

        public void Add(Evidence evidence) => (_evidence ??= []).Add(evidence);

        /// <summary>Raises the worst action; from Review on the call is stopped.</summary>
        public void Enforce(SafetyAction action)
        {
            Worst = action > Worst ? action : Worst;
            IsStopped |= action >= SafetyAction.Review;
        }

        public void Stop(SafetyAction action, Evidence evidence)
        {
            Add(evidence);
            Enforce(action);
        }

        /// <summary>What the guard at hand has returned or thrown already; null if it is still to be asked.</summary>
        public ValueTask<T>? TakePending<T>(ValueTask<T>? pending)
        {
            if (Thrown is { } thrown)
            {
                Thrown = null;
                return ValueTask.FromException<T>(thrown);
            }

            return pending;
        }
    }
}
