using System.Collections.Concurrent;

namespace AISafety.Testing;

/// <summary>One stress run: workers that make calls one after the other, and a watch that gives up those over budget.</summary>
/// <remarks>
/// Implementation note: a call in hand is one slot, and who first empties it counts the call, so that each is counted once and a call that is not over costs no timer. A worker whose call was given up is not waited for: another takes its
/// place, on another thread if the call holds the first one's.
/// </remarks>
internal sealed class StressRun<TIn, TOut>
{
    private const string GivenUp = "given up";
    private const string Late = "late";

    // So often a worker lets others have its thread: with calls that complete at once it would never.
    private const int CallsInARow = 16;

    private readonly SafeModel<TIn, TOut> _model;
    private readonly Func<long, TIn> _input;
    private readonly StressOptions _options;
    private readonly Func<TOut, bool>? _accept;
    private readonly CancellationToken _cancellationToken;
    private readonly TimeProvider _time;
    private readonly StressTally _tally;
    private readonly StressSteps _steps;
    private readonly CallSlot[] _slots;
    private readonly ConcurrentDictionary<long, byte> _running = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _drawn;
    private long _started;
    private int _workers;
    private volatile bool _isOver;

    public StressRun(SafeModel<TIn, TOut> model, Func<long, TIn> input, StressOptions options, Func<TOut, bool>? accept, CancellationToken cancellationToken)
    {
        _model = model;
        _input = input;
        _options = options;
        _accept = accept;
        _cancellationToken = cancellationToken;
        _time = options.TimeProvider;
        _tally = new(options.Calls);
        _steps = new(options);
        _workers = Math.Min(options.Concurrency, options.Calls);
        _slots = [.. Enumerable.Range(0, _workers).Select(static place => new CallSlot(place))];
    }

    public async Task<StressReport> RunAsync()
    {
        using UnobservedWatch unobserved = new();
        MonitorStatistics[] before = [.. _model.GetMonitorStatistics()];
        _steps.Sample(0);
        long started = _time.GetTimestamp();
        TimeSpan elapsed;
        TimeSpan tick = TimeSpan.FromTicks(Math.Max(_options.CallBudget.Ticks / 4, TimeSpan.TicksPerMillisecond));
        using (ITimer watch = _time.CreateTimer(static run => ((StressRun<TIn, TOut>)run!).GiveUp(), this, tick, tick))
        {
            foreach (CallSlot slot in _slots)
            {
                Start(slot);
            }

            await _done.Task.ConfigureAwait(false);
            elapsed = _time.GetElapsedTime(started);
        }

        _cancellationToken.ThrowIfCancellationRequested();
        bool flushed = await FlushAsync().ConfigureAwait(false);
        (long count, IReadOnlyList<Exception> first) = unobserved.Result();
        _steps.Sample(_started);
        long[] running = [.. _running.Keys.Order()];
        return new()
        {
            Started = _started,
            Outcomes = _tally.Outcomes(),
            StillRunning = running.Length,
            StillRunningCalls = running.Length > 100 ? running[..100] : running,
            Latency = _tally.Latency(),
            Elapsed = elapsed,
            UnobservedExceptions = count,
            FirstUnobserved = first,
            Memory = _steps.Memory(),
            Monitors = [.. _model.GetMonitorStatistics().Zip(before, static (now, then) => new MonitorStatistics(now.Monitor, now.Recorded - then.Recorded, now.Observed - then.Observed, now.Dropped - then.Dropped))],
            MonitorsFlushed = flushed,
            Events = _steps.EventResults(),
            Options = _options,
        };
    }

    private void Start(CallSlot slot) => _ = Task.Run(() => WorkAsync(slot), CancellationToken.None);

    private async Task WorkAsync(CallSlot slot)
    {
        try
        {
            if (await MakeCallsAsync(slot).ConfigureAwait(false) && Interlocked.Decrement(ref _workers) == 0)
            {
                _done.TrySetResult();
            }
        }
        catch (Exception exception)
        {
            // Who is told of progress has thrown: the run is over.
            _isOver = true;
            _done.TrySetException(exception);
        }
    }

    /// <summary>Makes calls until there are no more.</summary>
    /// <returns>False if another worker has taken this one's place.</returns>
    private async ValueTask<bool> MakeCallsAsync(CallSlot slot)
    {
        int inARow = 0;
        while (!_isOver && !_cancellationToken.IsCancellationRequested && Interlocked.Increment(ref _drawn) is var call && call <= _options.Calls)
        {
            await _steps.BeforeAsync(call, Progress, _cancellationToken).ConfigureAwait(false);
            if (++inARow == CallsInARow)
            {
                inARow = 0;
                await Task.Yield();
            }

            Interlocked.Increment(ref _started);
            slot.Begin(call, _time.GetTimestamp());
            (StressOutcomeKind kind, string name) = await AskAsync(call).ConfigureAwait(false);
            TimeSpan elapsed = _time.GetElapsedTime(slot.Since);
            if (!slot.TryEnd(call))
            {
                // Given up: counted already, and another worker is in this one's place.
                _running.TryRemove(call, out _);
                return false;
            }

            (kind, name) = elapsed > _options.CallBudget ? (StressOutcomeKind.OverBudget, Late) : (kind, name);
            _tally.Add(call, kind, name, elapsed);
        }

        return true;
    }

    private async ValueTask<(StressOutcomeKind Kind, string Name)> AskAsync(long call)
    {
        try
        {
            SafetyResult<TOut> result = await _model.EvaluateAsync(_input(call), _options.CallInfo?.Invoke(call) ?? default, _cancellationToken).ConfigureAwait(false);
            return Classify(result);
        }
        catch (Exception exception)
        {
            return (StressOutcomeKind.Exception, exception.GetType().Name);
        }
    }

    private (StressOutcomeKind Kind, string Name) Classify(in SafetyResult<TOut> result)
    {
        if (!result.TryGetOutput(out TOut? output))
        {
            Evidence? why = result.Evidence.FirstOrDefault(static evidence => evidence.Mode == GuardMode.Enforce && evidence.Action >= SafetyAction.Review);
            return (StressOutcomeKind.Refusal, why?.Code ?? "none");
        }

        return _accept?.Invoke(output) == false ? (StressOutcomeKind.Unacceptable, result.ServedBy)
            : result.IsAllowed ? (StressOutcomeKind.Output, result.ServedBy)
            : (StressOutcomeKind.Fallback, result.ServedBy);
    }

    /// <summary>Gives up the calls that are over budget.</summary>
    private void GiveUp()
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            CallSlot slot = Volatile.Read(ref _slots[i]);
            long call = slot.Call;
            TimeSpan elapsed = _time.GetElapsedTime(slot.Since);
            if (call == 0 || elapsed <= _options.CallBudget)
            {
                continue;
            }

            // Noted before it is taken from its worker, which strikes it out when the call ends after all.
            _running[call] = 0;
            if (!slot.TryEnd(call))
            {
                _running.TryRemove(call, out _);
                continue;
            }

            _tally.Add(call, StressOutcomeKind.OverBudget, GivenUp, elapsed);
            CallSlot next = new(slot.Place);
            Volatile.Write(ref _slots[i], next);
            Start(next);
        }
    }

    private StressProgress Progress() => new(Interlocked.Read(ref _started), _tally.Ended, _tally.OverBudget, default);

    private async Task<bool> FlushAsync()
    {
        using CancellationTokenSource patience = new(_options.FlushTimeout, _time);
        try
        {
            await _model.FlushAsync(patience.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
