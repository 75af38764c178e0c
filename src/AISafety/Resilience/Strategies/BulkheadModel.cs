using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Threading.RateLimiting;

namespace AISafety.Resilience;

/// <summary>Lets the model work on a number of calls at once, and some more wait. A place is held until the model has ended, whoever still waits for it.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A limiter of concurrency holds no timer and no handle; disposed of, it would fail calls that wait.")]
internal sealed class BulkheadModel<TIn, TOut> : IRoutedModel<TIn, TOut>, IWrapsModel
{
    private readonly AskedModel<TIn, TOut> _model;
    private readonly ConcurrencyLimiter _limiter;
    private readonly int _concurrency;
    private readonly int _queue;
    private readonly Evidence _full;
    private readonly Action _count;

    public BulkheadModel(IModel<TIn, TOut> model, int concurrency, int queue, TimeSpan? retryAfter, Action count)
    {
        _model = new(model);
        _concurrency = concurrency;
        _queue = queue;
        _count = count;
        _limiter = new(new() { PermitLimit = concurrency, QueueLimit = queue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
        _full = new(EvidenceCodes.BulkheadFull, string.Create(CultureInfo.InvariantCulture, $"The model works on {concurrency} calls, and {queue} wait; expected fewer."))
        {
            Threshold = concurrency,
            RetryAfter = retryAfter,
        };
    }

    object IWrapsModel.Inner => _model.Model;

    /// <summary>How many calls the model works on.</summary>
    public long Running => _concurrency - _limiter.GetStatistics()!.CurrentAvailablePermits;

    /// <summary>How many wait.</summary>
    public long Queued => _limiter.GetStatistics()!.CurrentQueuedCount;

    public async ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken = default) =>
        (await PredictAsync(input, new SafetyContext(0, TimeProvider.System) { CancellationToken = cancellationToken }).ConfigureAwait(false)).Output;

    public ValueTask<Served<TOut>> PredictAsync(TIn input, SafetyContext context)
    {
        RateLimitLease lease = _limiter.AttemptAcquire();
        return lease.IsAcquired ? AskAsync(input, context, lease)
            : _queue > 0 ? QueueAsync(input, context)
            : ValueTask.FromException<Served<TOut>>(Full());
    }

    private async ValueTask<Served<TOut>> QueueAsync(TIn input, SafetyContext context)
    {
        RateLimitLease lease = await _limiter.AcquireAsync(1, context.CancellationToken).ConfigureAwait(false);
        return lease.IsAcquired ? await AskAsync(input, context, lease).ConfigureAwait(false) : throw Full();
    }

    private async ValueTask<Served<TOut>> AskAsync(TIn input, SafetyContext context, RateLimitLease lease)
    {
        using (lease)
        {
            return await _model.AskAsync(input, context, context.CancellationToken).ConfigureAwait(false);
        }
    }

    private ModelUnavailableException Full()
    {
        _count();
        return new(_full);
    }
}
