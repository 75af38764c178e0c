namespace AISafety.Testing;

/// <summary>Where calls wait until they are released.</summary>
internal sealed class Gate
{
    private TaskCompletionSource _opened = New();

    /// <summary>Waits until the next <see cref="Release"/>.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task WaitAsync(CancellationToken cancellationToken) => Volatile.Read(ref _opened).Task.WaitAsync(cancellationToken);

    /// <summary>Lets all that wait now go on. Those that come later wait for the next release.</summary>
    public void Release() => Interlocked.Exchange(ref _opened, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
