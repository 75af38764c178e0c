namespace AISafety;

// Outcomes, flushing, disposal.
public sealed partial class SafeModel<TIn, TOut>
{
    private readonly Func<TOut, float>? _label;
    private readonly OutcomeInbox? _outcomes;
    private readonly CancellationTokenSource _monitorsStop = new();
    private readonly IDisposable? _decisions;
    private readonly TimeSpan _drainTimeout;
    private readonly IClosesWithModel[] _closing = [];
    private readonly Lock _disposal = new();
    private Task? _disposed;

    /// <summary>Reports what the right answer to a call was. Monitors that need labels are handed the joined row.</summary>
    /// <param name="callId">The call, from its result.</param>
    /// <param name="actual">The right answer.</param>
    /// <exception cref="InvalidOperationException">The safe model was built without <see cref="SafetyBuilder{TIn, TOut}.UseOutcomes"/>.</exception>
    /// <exception cref="ObjectDisposedException">The safe model was disposed of: the outcome would never be joined.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="actual"/> is null.</exception>
    /// <exception cref="ArgumentException">The label of <paramref name="actual"/> is NaN.</exception>
    public OutcomeStatus ReportOutcome(CallId callId, TOut actual)
    {
        ArgumentNullException.ThrowIfNull(actual);
        return ReportOutcome(callId, Inbox(out Func<TOut, float> label), label(actual));
    }

    /// <summary>Reports the true outcome of a call as a number: a class's code, or the value itself.</summary>
    /// <param name="callId">The call, from its result.</param>
    /// <param name="label">The outcome, on the scale of the function that was given to <see cref="SafetyBuilder{TIn, TOut}.UseOutcomes"/>.</param>
    /// <exception cref="InvalidOperationException">The safe model was built without <see cref="SafetyBuilder{TIn, TOut}.UseOutcomes"/>.</exception>
    /// <exception cref="ObjectDisposedException">The safe model was disposed of: the outcome would never be joined.</exception>
    /// <exception cref="ArgumentException"><paramref name="label"/> is NaN.</exception>
    public OutcomeStatus ReportLabel(CallId callId, float label) => ReportOutcome(callId, Inbox(out _), label);

    /// <summary>What became of the reported outcomes; all zero without <see cref="SafetyBuilder{TIn, TOut}.UseOutcomes"/>.</summary>
    public OutcomeStatistics GetOutcomeStatistics() => _outcomes?.Statistics ?? new(0, 0, 0);

    /// <summary>What became of the recorded rows at each monitor, in the order in which monitors were added.</summary>
    public IReadOnlyList<MonitorStatistics> GetMonitorStatistics() => _distributor?.Statistics() ?? [];

    /// <summary>Hands the rows of all calls that have ended, and the outcomes that were reported, to the monitors, and waits until every
    /// monitor has taken them; until parts that work beside the calls, such as shadows, have done what they were given, and then until every sink and action has taken the alerts, each at most for <see cref="RecordingOptions.DrainTimeout"/>.</summary>
    /// <param name="cancellationToken">Stops waiting, as for a monitor that is stuck.</param>
    /// <exception cref="OperationCanceledException">Waiting was cancelled; nothing is lost.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_distributor is not null)
        {
            await _recorder.HandOverAllAsync(cancellationToken).ConfigureAwait(false);
            await _distributor.FlushAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        await FlushPartsAsync(cancellationToken).ConfigureAwait(false);
        if (_closing.Length > 0)
        {
            // What alerts have set off may be a part's to do, and raise alerts of its own.
            await FlushPartsAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FlushPartsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(_closing.Select(part => part.FlushAsync(cancellationToken))).WaitAsync(_drainTimeout, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Documented: a store or a check that hangs is not waited for.
        }

        await _alerts.FlushAsync(_drainTimeout, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The parts of a kind that end with the safe model, for what is asked of them.</summary>
    internal IEnumerable<TPart> PartsOf<TPart>() => _closing.OfType<TPart>();

    /// <summary>Takes no more calls, waits for those that run, for the monitors and for the sinks of alerts, at most for <see cref="RecordingOptions.DrainTimeout"/>,
    /// and stops. May be called more than once; the model itself is not disposed of.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_disposal)
        {
            _disposed ??= CloseAsync();
            return new(_disposed);
        }
    }

    private OutcomeStatus ReportOutcome(CallId callId, OutcomeInbox inbox, float label)
    {
        if (float.IsNaN(label))
        {
            throw new ArgumentException("The label is NaN; expected a class's code or a value.", nameof(label));
        }

        if (_recorder.IsClosed)
        {
            throw Disposed();
        }

        if (callId.Nonce != _nonce || callId.Number == 0)
        {
            return OutcomeStatus.ForeignCall;
        }

        if (!inbox.TryReport(callId.Number, label))
        {
            _distributor!.Wake();
            return OutcomeStatus.Busy;
        }

        if (inbox.IsFilling)
        {
            _distributor!.Wake();
        }

        return OutcomeStatus.Accepted;
    }

    private OutcomeInbox Inbox(out Func<TOut, float> label)
    {
        label = _label!;
        return _outcomes ?? throw new InvalidOperationException("Outcomes are not kept: call UseOutcomes(...) on the builder, with a function that turns an output into a label.");
    }

    private async Task CloseAsync()
    {
        _telemetry.Leave();
        try
        {
            _decisions?.Dispose();
        }
        finally
        {
            // The review queue is foreign code, and its failure must not leave threads behind.
            await StopAsync().ConfigureAwait(false);
        }
    }

    private async Task StopAsync()
    {
        long started = _timeProvider.GetTimestamp();
        await _recorder.CloseAsync().ConfigureAwait(false);
        if (_distributor is not null)
        {
            _distributor.Close();
            await _distributor.Ended.ConfigureAwait(false);
            foreach (MonitorWorker worker in _distributor.Workers)
            {
                worker.Close();
            }

            TimeSpan left = _drainTimeout - _timeProvider.GetElapsedTime(started);
            Task ended = Task.WhenAll(_distributor.Workers.Select(worker => worker.Ended));
            try
            {
                await ended.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _timeProvider).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // Not awaited: what monitors have registered with the token may throw, or never return.
                UnawaitedTask.Observe(_monitorsStop.CancelAsync());
                foreach (MonitorWorker worker in _distributor.Workers)
                {
                    if (!worker.Ended.IsCompleted)
                    {
                        worker.Abandon();
                    }
                }
            }
        }

        // After the monitors: a rollout decides by what they were given last.
        TimeSpan forParts = _drainTimeout - _timeProvider.GetElapsedTime(started);
        await Task.WhenAll(_closing.Select(part => part.CloseAsync(forParts > TimeSpan.Zero ? forParts : TimeSpan.Zero))).ConfigureAwait(false);
        TimeSpan rest = _drainTimeout - _timeProvider.GetElapsedTime(started);
        await _alerts.CloseAsync(rest > TimeSpan.Zero ? rest : TimeSpan.Zero).ConfigureAwait(false);
    }
}
