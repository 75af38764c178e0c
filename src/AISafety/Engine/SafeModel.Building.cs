using System.Security.Cryptography;
using AISafety.Alerts;
using AISafety.Health;
using AISafety.Review;

namespace AISafety;

public sealed partial class SafeModel<TIn, TOut>
{
    internal SafeModel(SafetyBuilder<TIn, TOut> builder)
    {
        BuildChecks.RefuseLazy(typeof(TOut));
        BuildChecks.Check(builder.Recording);
        BuildChecks.Check(builder.Outcomes);
        BuildChecks.CheckSchemaOptions(builder.SchemaOptions);

        _telemetry = builder.CreateTelemetry();
        _redact = builder.RedactInput;
        _schema = builder.Schema;
        _timeProvider = builder.TimeProvider;
        _identify = builder.Identify;
        _asyncDegree = builder.AsyncDegree;
        Reviews = builder.ReviewQueue ?? new InProcessReviewQueue<TIn, TOut>(timeProvider: builder.TimeProvider);
        _copy = builder.CopyInputs ?? OwnCopy.For<TIn>();
        _label = builder.Label;
        _drainTimeout = builder.Recording.DrainTimeout;
        _nonce = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

        BuildContext<TIn> context = new(builder.Schema, builder.TimeProvider, builder.Services, _telemetry);
        _model = builder.MakeModel(context);
        _layers = context.Layers;
        _routed = _model as IRoutedModel<TIn, TOut>;
        _batch = _routed is null ? _model as IBatchModel<TIn, TOut> : null;
        _features = new(FeaturesName, builder.SchemaOptions.Mode, builder.SchemaOptions.OnFailure, null);
        _admission = [.. builder.AdmissionGuards.Select(registration => Slot(registration, context, isInputGuard: false))];
        _told = [.. Enumerable.Range(0, _admission.Length).Where(i => _admission[i].Guard is not IAdmitsAndForgets)];
        _input = [.. builder.InputGuards.Where(one => !one.Options.BesideModel).Select(registration => Slot(registration, context, isInputGuard: true))];
        _beside = [.. builder.InputGuards.Where(one => one.Options.BesideModel).Select(registration => Slot(registration, context, isInputGuard: true))];
        _output = [.. builder.OutputGuards.Select(registration => Slot(registration, context, isInputGuard: false))];
        _handles = [.. _admission.Select(slot => slot.Handle), .. _input.Concat(_beside).Select(slot => slot.Handle), .. _output.Select(slot => slot.Handle)];
        _fallbacks = [.. builder.Fallbacks.Select(fallback => Slot(fallback.Create, fallback.Options, context))];
        _answerObservers = [.. _fallbacks.Select(slot => (object)slot.Policy).Append(_model).OfType<IAnswerObserver<TIn, TOut>>()];
        _monitors = [.. builder.Monitors.Select(create => (BuildChecks.Made(create(context), "monitor", out string name), name))];

        BuildChecks.RequireDistinct(_monitors.Select(monitor => monitor.Name), "monitors");
        (IAlertSink Sink, string Name)[] sinks = [.. builder.AlertSinks.Select(create => (BuildChecks.Made(create(context), out string name), name))];
        BuildChecks.RequireDistinct(sinks.Select(sink => sink.Name), "sinks of alerts");
        _alerts = new(builder.AlertOptions, sinks, builder.AlertActions.Select(one => (one.When, one.Create(context))), [.. builder.AlertHandlers], _timeProvider, _telemetry, _nonce);

        _projections = [.. builder.Columns];
        _groups = [.. builder.Groups];
        _measure = builder.Recording.MeasureLatency;
        _microsecondsPerTick = 1e6 / _timeProvider.TimestampFrequency;
        _stages = [.. _input.Select(slot => slot.Name), ModelName, .. _output.Select(slot => slot.Name)];
        BlockLayout layout = new(_schema?.Width ?? 0, _projections.Length, _groups.Length, _measure ? _stages : [], _nonce, new(), builder);
        if (_monitors.Length > 0 || _label is not null)
        {
            _outcomes = _label is null ? null : new(layout, builder.Outcomes);
            _distributor = new(
                layout,
                builder.Recording,
                _timeProvider,
                release => [.. _monitors.Select(monitor => Worker(monitor.Monitor, monitor.Name, builder.Recording, release))],
                _outcomes);
        }

        _flow = new(_timeProvider, FlowWatch.LeastStuckAfter + (2 * builder.Recording.MaxBlockAge));
        _telemetry.Statistics = GetMonitorStatistics;
        _telemetry.AlertStatistics = GetAlertStatistics;
        _telemetry.Enter();

        _recorder = new(layout, builder.Recording, _timeProvider, _distributor, () => new(layout, _timeProvider, _admission.Length));
        _closing = [.. context.ClosingParts];
        try
        {
            _decisions = _outcomes is null ? null : Reviews.OnDecided(decision => TakeDecision(decision));
            context.Begin();
        }
        catch
        {
            // Nobody will have this safe model to dispose of it.
            UnawaitedTask.Observe(CloseAsync());
            throw;
        }

        context.Alerts.Open(_alerts);
    }

    /// <summary>A decision that cannot become a label must not be lost in silence; the reviewer has done their part.</summary>
    private void TakeDecision(ReviewDecision<TOut> decision)
    {
        SafetyAlert lost = new("review.decision-lost", $"The decision on call {decision.CallId} did not become a label.", AlertSeverity.High)
        {
            Monitor = "human-review",
            RaisedAt = _timeProvider.GetUtcNow(),
        };
        try
        {
            if (ReportOutcome(decision.CallId, decision.Output) == OutcomeStatus.Busy)
            {
                _alerts.Raise(lost);
            }
        }
        catch (Exception exception)
        {
            _alerts.Raise(lost with { Exception = exception });
        }
    }

    private static GuardSlot<TGuard> Slot<TGuard>(Registration<TIn, TGuard> registration, BuildContext<TIn> context, bool isInputGuard)
        where TGuard : ISafetyGuard
    {
        TGuard guard = BuildChecks.Made(registration.Create(context), "guard", out string name);
        GuardOptions options = registration.Options;
        options.Check(name, isInputGuard);
        return new(guard, new(name, options.Mode, options.OnFailure, options.TimeBudget));
    }

    private static FallbackSlot Slot(Func<BuildContext<TIn>, IFallbackPolicy<TIn, TOut>> create, FallbackOptions options, BuildContext<TIn> context)
    {
        IFallbackPolicy<TIn, TOut> policy = BuildChecks.Made(create(context), "fallback", out string name);
        new GuardOptions { TimeBudget = options.TimeBudget }.Check(name, isInputGuard: false);
        return name is not (ModelName or NobodyName)
            ? new(policy, name, options.Judge, options.TimeBudget)
            : throw new SafetyBuildException($"A fallback is called '{name}', which in ServedBy means the model or nobody; give it another name.");
    }

    private MonitorWorker Worker(ISafetyMonitor monitor, string name, RecordingOptions options, Action<ColumnBlock> release) =>
        new(monitor, name, options.QueueCapacity, new(name, _alerts.Raise, _timeProvider, _monitorsStop.Token, _alerts.Clear), release);
}
