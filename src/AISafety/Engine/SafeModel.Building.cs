using System.Diagnostics;
using System.Security.Cryptography;

namespace AISafety;

public sealed partial class SafeModel<TIn, TOut>
{
    internal SafeModel(SafetyBuilder<TIn, TOut> builder)
    {
        BuildChecks.RefuseLazy(typeof(TOut));
        BuildChecks.Check(builder.Recording);
        BuildChecks.Check(builder.Outcomes);
        BuildChecks.CheckSchemaOptions(builder.SchemaOptions);

        _model = builder.Model;
        _routed = builder.Model as IRoutedModel<TIn, TOut>;
        _batch = _routed is null ? builder.Model as IBatchModel<TIn, TOut> : null;
        _schema = builder.Schema;
        _timeProvider = builder.TimeProvider;
        _identify = builder.Identify;
        _asyncDegree = builder.AsyncDegree;
        _reviewQueue = builder.ReviewQueue;
        _copy = builder.CopyInputs ?? InputCopy.For<TIn>();
        _label = builder.Label;
        _drainTimeout = builder.Recording.DrainTimeout;
        _nonce = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

        BuildContext<TIn> context = new(builder.Schema, builder.TimeProvider);
        _features = new(FeaturesGuard.Instance, FeaturesGuard.Instance.Name, builder.SchemaOptions.Mode, builder.SchemaOptions.OnFailure, null);
        _admission = [.. builder.AdmissionGuards.Select(registration => Slot(registration, context, isInputGuard: false))];
        _input = [.. builder.InputGuards.Where(one => !one.Options.BesideModel).Select(registration => Slot(registration, context, isInputGuard: true))];
        _beside = [.. builder.InputGuards.Where(one => one.Options.BesideModel).Select(registration => Slot(registration, context, isInputGuard: true))];
        _output = [.. builder.OutputGuards.Select(registration => Slot(registration, context, isInputGuard: false))];
        _fallbacks = [.. builder.Fallbacks.Select(fallback => Slot(fallback.Create, fallback.Options, context))];
        _answerObservers = [.. _fallbacks.Select(slot => slot.Policy).OfType<IAnswerObserver<TIn, TOut>>()];
        ISafetyMonitor[] monitors = [.. builder.Monitors.Select(create => BuildChecks.Made(create(context), "monitor"))];

        _projections = [.. builder.Columns];
        _groups = [.. builder.Groups];
        _measure = builder.Recording.MeasureLatency;
        _microsecondsPerTick = 1e6 / _timeProvider.TimestampFrequency;
        string[] stages = _measure ? [.. _input.Select(slot => slot.Name), ModelName, .. _output.Select(slot => slot.Name)] : [];
        BlockLayout layout = new(_schema?.Width ?? 0, _projections.Length, _groups.Length, stages, _nonce, new());
        if (monitors.Length > 0 || _label is not null)
        {
            _outcomes = _label is null ? null : new(layout, builder.Outcomes);
            Action<SafetyAlert> raise = Raiser([.. builder.AlertHandlers]);
            _distributor = new(
                layout,
                builder.Recording,
                _timeProvider,
                release => [.. monitors.Select(monitor => Worker(monitor, builder.Recording, raise, release))],
                _outcomes);
        }

        _recorder = new(layout, builder.Recording, _timeProvider, _distributor, () => new(layout, _timeProvider, _admission.Length));
        if (_reviewQueue is not null && _outcomes is not null)
        {
            _decisions = _reviewQueue.OnDecided(decision => ReportOutcome(decision.CallId, decision.Output));
        }
    }

    private static GuardSlot<TGuard> Slot<TGuard>(Registration<TIn, TGuard> registration, BuildContext<TIn> context, bool isInputGuard)
        where TGuard : ISafetyGuard
    {
        TGuard guard = BuildChecks.Made(registration.Create(context), "guard");
        GuardOptions options = registration.Options;
        options.Check(guard.Name, isInputGuard);
        return new(guard, guard.Name, options.Mode, options.OnFailure, options.TimeBudget);
    }

    private static FallbackSlot Slot(Func<BuildContext<TIn>, IFallbackPolicy<TIn, TOut>> create, FallbackOptions options, BuildContext<TIn> context)
    {
        IFallbackPolicy<TIn, TOut> policy = BuildChecks.Made(create(context), "fallback");
        new GuardOptions { TimeBudget = options.TimeBudget }.Check(policy.Name, isInputGuard: false);
        return new(policy, policy.Name, options.Judge, options.TimeBudget);
    }

    private MonitorWorker Worker(ISafetyMonitor monitor, RecordingOptions options, Action<SafetyAlert> raise, Action<ColumnBlock> release) =>
        new(monitor, monitor.Name, options.QueueCapacity, new(monitor.Name, raise, _timeProvider, _monitorsStop.Token), release);

    private static Action<SafetyAlert> Raiser(Action<SafetyAlert>[] handlers) => alert =>
    {
        foreach (Action<SafetyAlert> handler in handlers)
        {
            try
            {
                handler(alert);
            }
            catch (Exception exception)
            {
                // Documented: one handler must not keep the alert from the others, nor end the monitor's thread.
                Debug.WriteLine(exception);
            }
        }
    };

    /// <summary>Gives the reading of features a name in evidence.</summary>
    private sealed class FeaturesGuard : ISafetyGuard
    {
        public static FeaturesGuard Instance { get; } = new();

        public string Name => "features";
    }
}
