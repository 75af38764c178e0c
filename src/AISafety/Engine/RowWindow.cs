using System.Runtime.ExceptionServices;

namespace AISafety;

/// <summary>Lets a stated number of a batch's rows wait at once, and keeps the first exception until all have ended.</summary>
internal sealed class RowWindow(int degree)
{
    private readonly List<Task> _waiting = [];
    private ExceptionDispatchInfo? _first;

    /// <summary>Takes a row's work, and waits for a place if it is not done at once. Does not throw what the work throws.</summary>
    public async ValueTask RunAsync(ValueTask work)
    {
        if (work.IsCompleted)
        {
            await KeepAsync(work.AsTask()).ConfigureAwait(false);
            return;
        }

        _waiting.Add(work.AsTask());
        while (_waiting.Count >= degree)
        {
            Task ended = await Task.WhenAny(_waiting).ConfigureAwait(false);
            _waiting.Remove(ended);
            await KeepAsync(ended).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for all, then throws: cancellation before anything else, or what came first.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        foreach (Task task in _waiting)
        {
            await KeepAsync(task).ConfigureAwait(false);
        }

        _waiting.Clear();
        cancellationToken.ThrowIfCancellationRequested();
        _first?.Throw();
    }

    private async ValueTask KeepAsync(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _first ??= ExceptionDispatchInfo.Capture(exception);
        }
    }
}
