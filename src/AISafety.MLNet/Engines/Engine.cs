using Microsoft.ML;

namespace AISafety.MLNet;

/// <summary>What a call needs, used by one call at a time: ML.NET's prediction engine, and what a batch goes through once there was one.</summary>
internal sealed class Engine<TIn, TSrc, TDst, TOut> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly Exchange<TIn, TSrc, TDst, TOut> _exchange;
    private readonly LoadedModel _model;
    private readonly AdaptedModel _adapted;
    private readonly PredictionEngine<TSrc, TDst> _engine;
    private readonly TDst? _answer;
    private Batch<TSrc, TDst>? _batch;

    public Engine(LoadedModel model, AdaptedModel adapted, Exchange<TIn, TSrc, TDst, TOut> exchange)
    {
        _model = model;
        _adapted = adapted;
        _exchange = exchange;
        _engine = model.Context.Model.CreatePredictionEngine<TSrc, TDst>(adapted, new PredictionEngineOptions
        {
            IgnoreMissingColumns = false,
            InputSchemaDefinition = exchange.Source,
            OutputSchemaDefinition = exchange.Target,
            OwnsTransformer = false,
        });
        Row = exchange.NewRow?.Invoke();
        _answer = exchange.Keeps ? null : new();
    }

    /// <summary>The row that an input is written to; null where the input is the row.</summary>
    public TSrc? Row { get; }

    public TDst Predict(TSrc row)
    {
        TDst answer = _answer ?? new();
        _engine.Predict(row, ref answer);
        return answer;
    }

    /// <summary>The answers to many rows, computed while they are read.</summary>
    public IEnumerable<TDst> Predict(TSrc[] rows)
    {
        _batch ??= new(_model.Context, _adapted, _exchange.Source, _exchange.Target, reuse: !_exchange.Keeps);
        return _batch.Predict(rows);
    }

    public void Dispose() => _engine.Dispose();
}
