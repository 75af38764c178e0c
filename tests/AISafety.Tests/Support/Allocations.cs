namespace AISafety.Tests.Support;

/// <summary>Counts what a call allocates on its own thread.</summary>
internal static class Allocations
{
    /// <summary>The bytes of a hundred calls after a warm-up. The call says whether it went as it should.</summary>
    public static long Of(Func<bool> call)
    {
        bool went = true;
        for (int i = 0; i < 100; i++)
        {
            went &= call();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            went &= call();
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(went, Is.True, "The call took another path than the one that is measured.");
        return allocated;
    }
}
