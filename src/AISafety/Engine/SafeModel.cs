#pragma warning disable CS1591
namespace AISafety;

public sealed partial class SafeModel<TIn, TOut> : IModel<TIn, TOut>, IAsyncDisposable
{
    internal SafeModel(SafetyBuilder<TIn, TOut> builder) { _ = builder; }
    public ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public ValueTask<TOut> PredictAsync(TIn input, CallInfo call, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public ValueTask<SafetyResult<TOut>> EvaluateAsync(TIn input, CallInfo call = default, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public ValueTask EvaluateBatchAsync(ReadOnlyMemory<TIn> inputs, Memory<SafetyResult<TOut>> results, CallInfo call = default, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public bool ReportOutcome(CallId callId, TOut actual) => throw new NotSupportedException();
    public bool ReportOutcome(CallId callId, float actual) => throw new NotSupportedException();
    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    public ValueTask DisposeAsync() => throw new NotSupportedException();
    public IReadOnlyList<MonitorStatistics> GetMonitorStatistics() => throw new NotSupportedException();
}
