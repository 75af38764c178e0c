using System.Runtime.InteropServices;

namespace AISafety.Peers;

/// <summary>Keeps the calling thread on one core until it is disposed. Other threads, the compiler's among them, go where they like. Nothing where the system has no such call.</summary>
internal sealed partial class Affinity : IDisposable
{
    private const int Words = 16;
    private const nint Bytes = Words * sizeof(ulong);

    private readonly ulong[] _before = new ulong[Words];
    private readonly bool _isSet;

    private Affinity(int core)
    {
        if (!OperatingSystem.IsLinux() || GetAffinity(0, Bytes, _before) < 0)
        {
            return;
        }

        ulong[] mask = new ulong[Words];
        mask[core / 64] = 1UL << (core % 64);
        _isSet = SetAffinity(0, Bytes, mask) == 0;
    }

    /// <summary>The core that the calling thread is on; 0 where the system does not say.</summary>
    public static int CurrentCore => OperatingSystem.IsLinux() ? Math.Max(0, GetCore()) : 0;

    public static Affinity PinTo(int core) => new(core);

    public void Dispose()
    {
        if (_isSet)
        {
            _ = SetAffinity(0, Bytes, _before);
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nint size, [Out] ulong[] mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint size, ulong[] mask);

    [LibraryImport("libc", EntryPoint = "sched_getcpu")]
    private static partial int GetCore();
}
