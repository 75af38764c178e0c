namespace AISafety.Alerts;

/// <summary>Works off a queue, one item at a time and in order, away from whoever fills it. Takes no thread while there is nothing to do.</summary>
/// <param name="next">Takes and does the next item; false if there is none. Must not throw.</param>
internal sealed class AlertPump(Func<ValueTask<bool>> next)
{
    private readonly Lock _gate = new();
    private Task _run = Task.CompletedTask;
    private bool _isRunning;
    private bool _lookAgain;

    /// <summary>Completes when nothing is left to do.</summary>
    public Task Idle
    {
        get
        {
            lock (_gate)
            {
                return _run;
            }
        }
    }

    /// <summary>Says that there is something in the queue. Never waits.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _lookAgain = true;
            if (!_isRunning)
            {
                _isRunning = true;
                _run = Task.Run(RunAsync);
            }
        }
    }

    private async Task RunAsync()
    {
        while (ShouldLook())
        {
            while (await next().ConfigureAwait(false))
            {
            }
        }
    }

    private bool ShouldLook()
    {
        lock (_gate)
        {
            _isRunning = _lookAgain;
            _lookAgain = false;
            return _isRunning;
        }
    }
}
