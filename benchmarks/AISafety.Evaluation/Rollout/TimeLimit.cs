namespace AISafety.Evaluation.Rollout;

/// <summary>A model that is waited for so long and no longer, even if it is deaf to its token.</summary>
internal sealed class TimeLimit(IModel<float[], float> model, TimeSpan limit) : IModel<float[], float>
{
    public async ValueTask<float> PredictAsync(float[] input, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ValueTask<float> pending = model.PredictAsync(input, patience.Token);
        if (pending.IsCompleted)
        {
            return await pending.ConfigureAwait(false);
        }

        Task<float> task = pending.AsTask();
        try
        {
            return await task.WaitAsync(limit, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // What comes of it later is nobody's any more.
            _ = task.ContinueWith(static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await patience.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
