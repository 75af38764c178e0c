namespace AISafety;

/// <summary>A task that nobody waits for any more.</summary>
internal static class UnawaitedTask
{
    /// <summary>Sees to it that what the task throws, now or later, is no unobserved exception.</summary>
    public static void Observe(Task task)
    {
        if (task.IsCompleted)
        {
            _ = task.Exception;
            return;
        }

        _ = task.ContinueWith(
            static late => _ = late.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
