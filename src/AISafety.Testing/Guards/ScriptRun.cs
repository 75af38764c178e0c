namespace AISafety.Testing;

/// <summary>What scripted guards of all kinds have in common: the script, the record of calls, and waiting.</summary>
internal sealed class ScriptRun<T, TStep>(string name, ScriptedGuardOptions options, TStep allow)
    where TStep : class
{
    private static readonly Func<T, T> Copy = OwnCopy.For<T>();

    private readonly Gate _hang = new();
    private readonly Lock _gate = new();
    private readonly CallLog<ScriptedCall<T>> _log = new(options.KeepCalls);
    private long _count;

    public Script<T, TStep> Script { get; } = new(allow, options.AtEnd);

    public long Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    public IReadOnlyList<ScriptedCall<T>> Calls
    {
        get
        {
            lock (_gate)
            {
                return _log.Snapshot();
            }
        }
    }

    public void Release() => _hang.Release();

    /// <summary>Records a call, and says what is to be done.</summary>
    public TStep Begin(T value, SafetyContext context)
    {
        lock (_gate)
        {
            _log.Add(new(++_count, context.CallId, Copy(value)));
        }

        return Script.Next(value) ?? throw new InvalidOperationException($"The script of '{name}' has ended.");
    }

    /// <summary>Waits as long as a step says.</summary>
    public async Task WaitAsync(bool hangs, TimeSpan delay, SafetyContext context)
    {
        CancellationToken token = context.CancellationToken;
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, context.TimeProvider, token).ConfigureAwait(false);
        }

        if (hangs)
        {
            await _hang.WaitAsync(token).ConfigureAwait(false);
        }
    }
}
