namespace AISafety.Resilience;

/// <summary>The attempts of one call that have not ended, whether or not anybody still waits for them. Thread-safe.</summary>
internal sealed class RunningAttempts
{
    private readonly Lock _lock = new();
    private int _count;
    private TaskCompletionSource? _ended;

    /// <summary>Ends when no attempt runs; null if none does now.</summary>
    public Task? Ended
    {
        get
        {
            lock (_lock)
            {
                return _count == 0 ? null : (_ended ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    public void Add(Task attempt)
    {
        lock (_lock)
        {
            _count++;
        }

        _ = attempt.ContinueWith(
            static (ended, attempts) => ((RunningAttempts)attempts!).End(ended),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void End(Task attempt)
    {
        // Marks a late exception as seen, so that nobody is told of it at finalisation.
        _ = attempt.Exception;
        TaskCompletionSource? ended = null;
        lock (_lock)
        {
            if (--_count == 0)
            {
                (ended, _ended) = (_ended, null);
            }
        }

        ended?.TrySetResult();
    }
}
