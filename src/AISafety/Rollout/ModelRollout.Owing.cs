namespace AISafety.Rollout;

// Changes that were decided here, and must be written though the store may not be there.
public sealed partial class ModelRollout
{
    private readonly SemaphoreSlim _paying = new(1, 1);
    private readonly Queue<Func<RolloutState, RolloutState?>> _owed = new();
    private bool _owesRollback;
    private bool _owesEjection;

    /// <summary>Has a change written, now or when the store can be reached again; one of a kind at a time.</summary>
    private void Owe(ref bool owes, Func<RolloutState, RolloutState?> change)
    {
        lock (_lock)
        {
            if (owes)
            {
                return;
            }

            owes = true;
            _owed.Enqueue(change);
        }

        InBackground(PayAsync);
    }

    private async Task<RolloutChange> RollBackOrOweAsync(Func<RolloutState, RolloutState?> change, CancellationToken cancellationToken)
    {
        RolloutChange? done = null;
        try
        {
            done = await ChangeAsync(change, "It was rolled back before.", cancellationToken).ConfigureAwait(false);
            return done;
        }
        finally
        {
            if (done is null || done.Refusal == s_busy)
            {
                Owe(ref _owesRollback, change);
            }
        }
    }

    /// <summary>Makes the changes that are owed, one after the other and each once; what fails stays owed.</summary>
    private async Task PayAsync()
    {
        await _paying.WaitAsync().ConfigureAwait(false);
        try
        {
            while (First() is { } owed)
            {
                RolloutChange change = await ChangeAsync(owed, "", CancellationToken.None).ConfigureAwait(false);
                if (change.Refusal == s_busy)
                {
                    return;
                }

                lock (_lock)
                {
                    _owed.Dequeue();
                    _owesRollback &= _owed.Count > 0;
                    _owesEjection &= _owed.Count > 0;
                }
            }
        }
        finally
        {
            _paying.Release();
        }
    }

    private Func<RolloutState, RolloutState?>? First()
    {
        lock (_lock)
        {
            return _owed.TryPeek(out Func<RolloutState, RolloutState?>? owed) ? owed : null;
        }
    }
}
