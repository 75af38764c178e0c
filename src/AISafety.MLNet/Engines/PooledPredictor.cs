namespace AISafety.MLNet;

/// <summary>Answers from a pool of engines.</summary>
/// <remarks>Implementation note: an engine whose prediction threw is not lent again. Transformers keep values from call to call, and those of
/// a user can; none promises what an exception leaves of them. A row that cannot be written is found before ML.NET sees it, and costs no engine.</remarks>
internal sealed class PooledPredictor<TIn, TSrc, TDst, TOut> : Predictor<TIn, TOut>
    where TSrc : class
    where TDst : class, new()
{
    /// <summary>From how many rows a batch goes through ML.NET in one pass; fewer are faster one by one. Measured: see the models' page.</summary>
    public const int OnePassRows = 1024;

    private readonly LoadedModel _model;
    private readonly Exchange<TIn, TSrc, TDst, TOut> _exchange;
    private readonly EnginePool<Engine<TIn, TSrc, TDst, TOut>> _pool;
    private readonly int _onePassRows;

    /// <exception cref="MLNetModelException">ML.NET refuses the types.</exception>
    public PooledPredictor(
        LoadedModel model, AdaptedModel adapted, Exchange<TIn, TSrc, TDst, TOut> exchange, Type owner, int onePassRows = OnePassRows)
    {
        _model = model;
        _exchange = exchange;
        _onePassRows = onePassRows;
        _pool = new(model, () => new(model, adapted, exchange), owner);
        try
        {
            _pool.Return(_pool.Rent());
        }
        catch (Exception exception)
        {
            throw model.Fault($"ML.NET refuses its columns for {typeof(TIn).Name} and {typeof(TOut).Name}: {exception.Message}", exception);
        }
    }

    /// <summary>Makes one answer, to see whether it can be read.</summary>
    /// <exception cref="MLNetModelException">It cannot.</exception>
    public void Probe(Func<TSrc> make)
    {
        Engine<TIn, TSrc, TDst, TOut> engine = _pool.Rent();
        bool intact = false;
        try
        {
            TDst answer = engine.Predict(make());
            intact = true;
            _exchange.Read(answer);
        }
        catch (Exception) when (!intact)
        {
            // A row of nothing need not be one that the model can answer; the calls will tell.
        }
        finally
        {
            GiveBack(engine, intact);
        }
    }

    public override TOut Predict(TIn input, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Engine<TIn, TSrc, TDst, TOut> engine = _pool.Rent();
        bool intact = true;
        try
        {
            TSrc row = Write(input, engine.Row);
            intact = false;
            TDst answer = engine.Predict(row);
            intact = true;
            return _exchange.Read(answer);
        }
        catch (Exception exception) when (!intact)
        {
            throw Failed(exception);
        }
        finally
        {
            GiveBack(engine, intact);
        }
    }

    public override void PredictBatch(ReadOnlyMemory<TIn> inputs, Memory<TOut> outputs, CancellationToken cancellationToken)
    {
        if (outputs.Length < inputs.Length)
        {
            throw new ArgumentException($"There is room for {outputs.Length} outputs; there are {inputs.Length} inputs.", nameof(outputs));
        }

        if (inputs.Length >= _onePassRows)
        {
            PredictInOnePass(inputs.Span, outputs.Span, cancellationToken);
            return;
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            outputs.Span[i] = Predict(inputs.Span[i], cancellationToken);
        }
    }

    public override void Dispose() => _pool.Dispose();

    private void PredictInOnePass(ReadOnlySpan<TIn> inputs, Span<TOut> outputs, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Engine<TIn, TSrc, TDst, TOut> engine = _pool.Rent();
        bool intact = true;
        try
        {
            TSrc[] rows = new TSrc[inputs.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i] = Write(inputs[i], _exchange.NewRow?.Invoke());
            }

            intact = false;
            int answered = 0;
            foreach (TDst answer in engine.Predict(rows))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (answered == inputs.Length)
                {
                    throw _model.Fault($"it made more than {inputs.Length} rows of {inputs.Length}; a model must answer each row once.");
                }

                outputs[answered++] = _exchange.Read(answer);
            }

            intact = true;
            if (answered != inputs.Length)
            {
                throw _model.Fault($"it made {answered} rows of {inputs.Length}; a model must answer each row once.");
            }
        }
        catch (Exception exception) when (!intact && exception is not MLNetModelException and not OperationCanceledException)
        {
            throw Failed(exception);
        }
        finally
        {
            GiveBack(engine, intact);
        }
    }

    private TSrc Write(TIn input, TSrc? row) => input is null
        ? throw new ArgumentNullException(nameof(input), $"The input is null; the model expects {_exchange.Width} values.")
        : _exchange.Write(input, row);

    private void GiveBack(Engine<TIn, TSrc, TDst, TOut> engine, bool intact)
    {
        if (intact)
        {
            _pool.Return(engine);
        }
        else
        {
            _pool.Discard(engine);
        }
    }

    /// <summary>ML.NET's own words can quote the input, so they are kept out of a message that is recorded. What this package itself threw
    /// inside of ML.NET is taken out of it.</summary>
    private Exception Failed(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is InputLengthException)
            {
                return new ArgumentException(cause.Message, exception);
            }
        }

        return _model.Fault("the prediction failed; the inner exception says why.", exception);
    }
}
