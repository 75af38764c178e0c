using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AISafety.Benchmarks;

/// <summary>CPU time of the calling thread, which does not count what other processes take. Wall time where the system has none.</summary>
internal static partial class ThreadTime
{
    private const int ClockThreadCpuTime = 3;

    public static bool IsCpuTime => OperatingSystem.IsLinux();

    public static double Nanoseconds()
    {
        if (!IsCpuTime)
        {
            return Stopwatch.GetTimestamp() * 1e9 / Stopwatch.Frequency;
        }

        _ = ClockGetTime(ClockThreadCpuTime, out TimeSpec time);
        return time.Seconds * 1e9 + time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
