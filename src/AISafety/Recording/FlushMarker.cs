namespace AISafety;

/// <summary>Travels through the queues behind the rows it is about; complete when every monitor has reached it.</summary>
internal sealed class FlushMarker(int monitors)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _remaining = monitors;

    public Task Reached => _reached.Task;

    public void Reach()
    {
        if (Interlocked.Decrement(ref _remaining) <= 0)
        {
            _reached.TrySetResult();
        }
    }
}
