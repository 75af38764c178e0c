using AISafety.Review;

namespace AISafety;

/// <summary>Describes a safe model: which guards, in which order, with which fallbacks and monitors.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <typeparam name="TOut">What the model answers.</typeparam>
/// <remarks>
/// <para>Order: admission guards, the feature row, input guards, the model (and input guards beside it), output guards, the fallback
/// chain. Within a kind, the order in which they were added.</para>
/// <para>Frozen by the first <see cref="Build"/>. Factories run once a Build, so that two safe models share nothing; an instance that
/// was handed in is shared. Not thread-safe.</para>
/// </remarks>
public sealed partial class SafetyBuilder<TIn, TOut>
{
    private bool _frozen;
    private Func<TimeProvider, IReviewQueue<TIn, TOut>>? _makeReviewQueue;

    /// <summary>Starts a description of how <paramref name="model"/> is made safe. Usually called by <c>model.WithSafety(...)</c>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    public SafetyBuilder(IModel<TIn, TOut> model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
    }

    internal IModel<TIn, TOut> Model { get; }

    internal FeatureSchema<TIn>? Schema { get; private set; }

    internal GuardOptions SchemaOptions { get; private set; } = GuardOptions.Default;

    internal TimeProvider TimeProvider { get; private set; } = TimeProvider.System;

    internal RecordingOptions Recording { get; private set; } = RecordingOptions.Default;

    internal Func<TIn, CallInfo>? Identify { get; private set; }

    internal Func<TIn, TIn>? CopyInputs { get; private set; }

    internal int AsyncDegree { get; private set; } = 8;

    /// <summary>The queue that was given, or makes one of this Build's own; null without human review.</summary>
    internal IReviewQueue<TIn, TOut>? ReviewQueue => _makeReviewQueue?.Invoke(TimeProvider);

    internal Func<TOut, float>? Label { get; private set; }

    internal OutcomeOptions Outcomes { get; private set; } = OutcomeOptions.Default;

    /// <summary>Builds a safe model. May be called again for an independent one.</summary>
    /// <exception cref="SafetyBuildException">The description has a fault; the message says which.</exception>
    public SafeModel<TIn, TOut> Build()
    {
        _frozen = true;
        CheckWidth();
        return new SafeModel<TIn, TOut>(this);
    }

    /// <summary>States how inputs are read as rows of numbers. Once a model.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="options">How a failure of the schema itself is treated: a lambda that throws (<c>features.failed</c>) or a vector of the
    /// wrong length (<c>input.length</c>). No time budget. Default: enforced, fails closed. Otherwise the call goes on, and what
    /// could not be read is NaN: the vector, or after an exception the whole row.</param>
    /// <exception cref="InvalidOperationException">A schema was given already, or the builder is frozen.</exception>
    public SafetyBuilder<TIn, TOut> UseFeatures(FeatureSchema<TIn> schema, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Thaw();
        RequireFirst(Schema is null, nameof(UseFeatures));
        Schema = schema;
        SchemaOptions = options ?? GuardOptions.Default;
        return this;
    }

    /// <summary>Sets the clock. Default: the system's.</summary>
    public SafetyBuilder<TIn, TOut> UseTimeProvider(TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        Thaw();
        TimeProvider = timeProvider;
        return this;
    }

    /// <summary>Sets how recorded calls travel to the monitors, and whether latency is measured.</summary>
    public SafetyBuilder<TIn, TOut> UseRecording(RecordingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Thaw();
        Recording = options;
        return this;
    }

    /// <summary>Sets how many rows of a batch may wait for asynchronous guards, models or fallbacks at once. At least 1; default 8.</summary>
    public SafetyBuilder<TIn, TOut> UseBatchConcurrency(int degree)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        Thaw();
        AsyncDegree = degree;
        return this;
    }

    /// <summary>Says who is asking, for callers that only know <see cref="IModel{TIn, TOut}"/>. Used where a call gives no <see cref="CallInfo"/>.</summary>
    public SafetyBuilder<TIn, TOut> IdentifyCall(Func<TIn, CallInfo> identify)
    {
        ArgumentNullException.ThrowIfNull(identify);
        Thaw();
        RequireFirst(Identify is null, nameof(IdentifyCall));
        Identify = identify;
        return this;
    }

    /// <summary>Says how to copy an input that must outlive its call, as for human review. Arrays, and blocks of memory of numbers, characters,
    /// booleans and text, are copied without it, though not what their elements refer to; other types are kept as they are, which is right
    /// for immutable ones.</summary>
    public SafetyBuilder<TIn, TOut> CopyInput(Func<TIn, TIn> copy)
    {
        ArgumentNullException.ThrowIfNull(copy);
        Thaw();
        CopyInputs = copy;
        return this;
    }

    /// <summary>Sends calls that a guard wants reviewed to a queue of your own. Without this they go to an
    /// <see cref="InProcessReviewQueue{TIn, TOut}"/>: <see cref="SafeModel{TIn, TOut}.Reviews"/>. Decisions come back as labels if <see cref="UseOutcomes"/> is set.</summary>
    /// <exception cref="InvalidOperationException">A queue was given already, or the builder is frozen.</exception>
    public SafetyBuilder<TIn, TOut> AddHumanReview(IReviewQueue<TIn, TOut> queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return UseReviewQueue(_ => queue);
    }

    /// <summary>Keeps recorded calls until their true outcome is reported, and hands monitors the joined rows.</summary>
    /// <param name="label">The outcome as a number: a class's code, or the value itself.</param>
    /// <param name="options">How many calls wait.</param>
    public SafetyBuilder<TIn, TOut> UseOutcomes(Func<TOut, float> label, OutcomeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(label);
        Thaw();
        RequireFirst(Label is null, nameof(UseOutcomes));
        Label = label;
        Outcomes = options ?? OutcomeOptions.Default;
        return this;
    }

    /// <summary>Says how each Build comes by its review queue.</summary>
    internal SafetyBuilder<TIn, TOut> UseReviewQueue(Func<TimeProvider, IReviewQueue<TIn, TOut>> make)
    {
        Thaw();
        RequireFirst(_makeReviewQueue is null, nameof(AddHumanReview));
        _makeReviewQueue = make;
        return this;
    }

    /// <summary>A vector whose elements the schema names must be as long as the model's; else every call would be refused. Other schemas may have
    /// any width: guards may judge more than the model is given.</summary>
    private void CheckWidth()
    {
        if (Model is IFixedWidthModel { Width: var taken } && Schema?.InputElements is { } elements && elements.Count != taken)
        {
            throw new SafetyBuildException(
                $"UseFeatures: the schema names {elements.Count} elements of the input, but the model takes {taken} numbers; no call could be answered. Name as many as the model takes.");
        }
    }

    private static void RequireFirst(bool isFirst, string method)
    {
        if (!isFirst)
        {
            throw new InvalidOperationException($"{method} was called before; it is said once for a model.");
        }
    }

    private void Thaw()
    {
        if (_frozen)
        {
            throw new InvalidOperationException("The builder is frozen: a safe model was built from it. Describe first, then build.");
        }
    }
}
