namespace AISafety.Testing;

/// <summary>Counts exceptions of tasks that nobody has looked at when the tasks are collected. Such events are of the process.</summary>
internal sealed class UnobservedWatch : IDisposable
{
    private const int MostKept = 10;
    private readonly List<Exception> _first = [];
    private long _count;

    public UnobservedWatch()
    {
        // What was left behind before is not this run's.
        Collect();
        TaskScheduler.UnobservedTaskException += Note;
    }

    /// <summary>How many there were, and the first of them.</summary>
    public (long Count, IReadOnlyList<Exception> First) Result()
    {
        Collect();
        lock (_first)
        {
            return (_count, [.. _first]);
        }
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Note;

    /// <summary>Twice: what a finaliser lets go of is found by the second.</summary>
    private static void Collect()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private void Note(object? sender, UnobservedTaskExceptionEventArgs arguments)
    {
        lock (_first)
        {
            _count++;
            if (_first.Count < MostKept)
            {
                _first.Add(arguments.Exception.InnerException ?? arguments.Exception);
            }
        }
    }
}
