using System.Collections.Concurrent;

namespace AISafety;

// How calls get a context, and how it comes home.
public sealed partial class SafeModel<TIn, TOut>
{
    private const int SpareContexts = 1024;

    private readonly ConcurrentQueue<SafetyContext> _spare = new();
    private int _spareCount;

    private SafetyContext Begin(TIn input, in CallInfo call, CancellationToken cancellationToken)
    {
        Lane? lane = _recorder.Rent();
        if (_recorder.IsClosed)
        {
            if (lane is not null)
            {
                _recorder.Return(lane);
            }

            throw Disposed();
        }

        SafetyContext context;
        if (lane is null)
        {
            context = BeginWithoutLane();
        }
        else
        {
            context = lane.Context ??= TakeSpare();
            context.Lane = lane;
            context.CallId = new(_nonce, lane.Number);
        }

        context.CancellationToken = cancellationToken;
        BeginMeasuring(context);
        Identify(input, call, context);
        return context;
    }

    private SafetyContext BeginWithoutLane()
    {
        SafetyContext context = TakeSpare();
        context.CallId = new(_nonce, _recorder.NextNumber());
        context.IsWaiting = true;
        _recorder.BeginWaiting();
        return context;
    }

    /// <summary>Begins one row of a batch. Its context holds no lane: a batch may have any number of rows.</summary>
    private SafetyContext BeginRow(TIn input, in CallInfo call, CancellationToken cancellationToken)
    {
        SafetyContext context = BeginWithoutLane();
        context.CancellationToken = cancellationToken;
        BeginMeasuring(context);
        Identify(input, call, context);
        return context;
    }

    private static ObjectDisposedException Disposed() =>
        new(nameof(SafeModel<,>), "The safe model was disposed of; it takes no more calls, and no outcomes.");

    private void Identify(TIn input, in CallInfo call, SafetyContext context)
    {
        if (!call.IsEmpty)
        {
            context.Identify(call);
        }
        else if (_identify is not null && input is not null)
        {
            AskWhoCalls(input, context);
        }
    }

    private void AskWhoCalls(TIn input, SafetyContext context)
    {
        try
        {
            context.Identify(_identify!(input));
        }
        catch (Exception exception)
        {
            context.IdentifyException = exception;
        }
    }

    /// <summary>Takes the call's lane from it, because it is going to wait; its row is recorded in the shared lane.</summary>
    private void Detach(SafetyContext context)
    {
        if (context.Lane is { } lane)
        {
            context.Lane = null;
            context.IsWaiting = true;
            lane.Context = null;
            _recorder.BeginWaiting();
            _recorder.Return(lane);
        }
    }

    /// <summary>Gives a context back. Every task that was started with it has completed.</summary>
    private void End(SafetyContext context)
    {
        context.Reset();
        if (context.Lane is { } lane)
        {
            _recorder.Return(lane);
            return;
        }

        EndWaiting(context);
        if (Interlocked.Increment(ref _spareCount) <= SpareContexts)
        {
            _spare.Enqueue(context);
        }
        else
        {
            Interlocked.Decrement(ref _spareCount);
        }
    }

    private void EndWaiting(SafetyContext context)
    {
        if (context.IsWaiting)
        {
            context.IsWaiting = false;
            _recorder.EndWaiting();
        }
    }

    private SafetyContext TakeSpare()
    {
        if (_spare.TryDequeue(out SafetyContext? context))
        {
            Interlocked.Decrement(ref _spareCount);
            return context;
        }

        return _recorder.NewContext();
    }
}
