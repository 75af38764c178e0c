using AISafety.Telemetry;

namespace AISafety;

// Many inputs in one go.
public sealed partial class SafeModel<TIn, TOut>
{
    private readonly int _asyncDegree;

    /// <summary>Asks the model through its guards for many inputs: each is judged by itself, exactly as if it came alone, and a model that is
    /// an <see cref="IBatchModel{TIn, TOut}"/> is asked once, for those that passed.</summary>
    /// <param name="inputs">The inputs; empty is allowed.</param>
    /// <param name="results">Receives one result an input, in the same order; at least as long as <paramref name="inputs"/>.</param>
    /// <param name="call">Who asks, and what for: the same for all.</param>
    /// <param name="cancellationToken">Cancels the whole batch.</param>
    /// <exception cref="ArgumentException"><paramref name="results"/> is shorter than <paramref name="inputs"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The safe model was disposed of.</exception>
    /// <remarks>Rows whose guards, model or fallbacks are asynchronous wait together, as many as
    /// <see cref="SafetyBuilder{TIn, TOut}.UseBatchConcurrency"/> allows. What the model throws is rethrown if there is no fallback, after every row
    /// was recorded; rows that were refused before have their results.</remarks>
    public ValueTask EvaluateBatchAsync(
        ReadOnlyMemory<TIn> inputs,
        Memory<SafetyResult<TOut>> results,
        CallInfo call = default,
        CancellationToken cancellationToken = default) =>
        ModelTelemetry.Activities.HasListeners()
            ? EvaluateBatchTracedAsync(inputs, results, call, cancellationToken)
            : EvaluateBatchUntracedAsync(inputs, results, call, cancellationToken);

    private async ValueTask EvaluateBatchUntracedAsync(
        ReadOnlyMemory<TIn> inputs,
        Memory<SafetyResult<TOut>> results,
        CallInfo call,
        CancellationToken cancellationToken)
    {
        if (results.Length < inputs.Length)
        {
            throw new ArgumentException($"There is room for {results.Length} results; expected at least {inputs.Length}, one an input.", nameof(results));
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (_recorder.IsClosed)
        {
            throw Disposed();
        }

        RowWindow window = new(_asyncDegree);
        if (_batch is null)
        {
            for (int row = 0; row < inputs.Length; row++)
            {
                await window.RunAsync(EvaluateRowAsync(inputs, results, row, call, cancellationToken)).ConfigureAwait(false);
            }
        }
        else
        {
            await EvaluateTogetherAsync(inputs, results, call, window, cancellationToken).ConfigureAwait(false);
        }

        await window.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask EvaluateTogetherAsync(
        ReadOnlyMemory<TIn> inputs,
        Memory<SafetyResult<TOut>> results,
        CallInfo call,
        RowWindow window,
        CancellationToken cancellationToken)
    {
        SafetyContext?[] contexts = new SafetyContext?[inputs.Length];
        Call?[] calls = new Call?[inputs.Length];
        try
        {
            for (int row = 0; row < inputs.Length; row++)
            {
                contexts[row] = BeginRow(inputs.Span[row], call, cancellationToken);
            }

            RowWindow preparing = new(_asyncDegree);
            for (int row = 0; row < inputs.Length; row++)
            {
                BeginStage(contexts[row]!);
                calls[row] = Prepare(inputs.Span[row], contexts[row]!);
                if (calls[row] is { } interrupted)
                {
                    await preparing.RunAsync(PrepareAsync(interrupted)).ConfigureAwait(false);
                }
            }

            await preparing.FinishAsync(cancellationToken).ConfigureAwait(false);
            TOut?[] outputs = await AskTogetherAsync(inputs, contexts, calls, cancellationToken).ConfigureAwait(false);
            for (int row = 0; row < inputs.Length; row++)
            {
                SafetyContext context = contexts[row]!;
                Call? interrupted = calls[row] ?? JudgeRow(inputs.Span[row], outputs[row]!, context);
                CallId id = context.CallId;
                contexts[row] = null;
                if (interrupted is null)
                {
                    Complete(inputs.Span[row], outputs[row]!, ModelName, context);
                    results.Span[row] = new(id, SafetyAction.Allow, true, outputs[row], ModelName, null);
                }
                else
                {
                    await window.RunAsync(StoreAsync(ContinueAsync(interrupted), results, row)).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            EndUnfinished(inputs, contexts, calls);
        }
    }

    /// <summary>Asks the model once for all rows that passed. A row that is not on the fast path finds its output, or what the model threw, in its call.</summary>
    private async ValueTask<TOut?[]> AskTogetherAsync(
        ReadOnlyMemory<TIn> inputs,
        SafetyContext?[] contexts,
        Call?[] calls,
        CancellationToken cancellationToken)
    {
        int[] rows = [.. Enumerable.Range(0, inputs.Length).Where(row => calls[row] is not { IsStopped: true })];
        TOut?[] outputs = new TOut?[inputs.Length];
        if (rows.Length == 0)
        {
            return outputs;
        }

        // Not from a pool: a model that is given up on may still write.
        TIn[] asked = Array.ConvertAll(rows, row => calls[row] is { } call ? call.Input : inputs.Span[row]);
        TOut[] answers = new TOut[rows.Length];
        Task task = Task.CompletedTask;
        try
        {
            task = _batch!.PredictBatchAsync(asked, answers, cancellationToken).AsTask();
            await task.WaitAsync(cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            for (int i = 0; i < rows.Length; i++)
            {
                int row = rows[i];
                outputs[row] = answers[i];
                if (calls[row] is { } call)
                {
                    call.PendingModel = new(new Served<TOut>(answers[i], ModelName));
                    call.IsModelShared = true;
                    BeginStage(call.Context);
                }
            }
        }
        catch (Exception exception)
        {
            foreach (int row in rows)
            {
                Call call = calls[row] ??= new(inputs.Span[row], contexts[row]!, Stage.Model, 0);
                call.ModelTask = task;
                call.Started.Add(task);
                call.Model = ModelOutcome.Abandoned;
                call.Thrown = exception;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        return outputs;
    }

    private Call? JudgeRow(TIn input, TOut output, SafetyContext context)
    {
        if (output is null)
        {
            return new(input, context, Stage.Model, 0) { PendingModel = new(new Served<TOut>(output!, ModelName)) };
        }

        ReleaseLeases(context);
        // The model's time was the batch's, not this row's.
        BeginStage(context);

        return Judge(input, output, ModelName, context);
    }

    /// <summary>The batch was cancelled: every row that was begun is recorded, and its context let go.</summary>
    private void EndUnfinished(ReadOnlyMemory<TIn> inputs, SafetyContext?[] contexts, Call?[] calls)
    {
        for (int row = 0; row < contexts.Length; row++)
        {
            if (contexts[row] is { } context)
            {
                Call call = calls[row] ?? new(inputs.Span[row], context, Stage.Model, 0);
                call.IsCancelled = true;
                Conclude(call);
            }
        }
    }

    private async ValueTask EvaluateRowAsync(
        ReadOnlyMemory<TIn> inputs,
        Memory<SafetyResult<TOut>> results,
        int row,
        CallInfo call,
        CancellationToken cancellationToken)
    {
        SafetyResult<TOut> result = await EvaluateAsync(inputs.Span[row], call, cancellationToken).ConfigureAwait(false);
        results.Span[row] = result;
    }

    private static async ValueTask StoreAsync(ValueTask<SafetyResult<TOut>> evaluation, Memory<SafetyResult<TOut>> results, int row)
    {
        SafetyResult<TOut> result = await evaluation.ConfigureAwait(false);
        results.Span[row] = result;
    }
}
