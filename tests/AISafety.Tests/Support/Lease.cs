namespace AISafety.Tests.Support;

/// <summary>Counts how often an admission's lease is released.</summary>
internal sealed class Lease : IDisposable
{
    private readonly TaskCompletionSource _ended = new();
    private int _released;

    public int Released => Volatile.Read(ref _released);

    public Task Ended => _ended.Task;

    public void Dispose()
    {
        Interlocked.Increment(ref _released);
        _ended.TrySetResult();
    }
}
