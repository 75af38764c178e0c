using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AISafety.Statistics.Tests;

/// <summary>Memory between two pages that cannot be touched: a kernel that reads or writes one element outside its span ends the run with a fault.</summary>
/// <remarks>Asked for from Linux; elsewhere a test that wants it is skipped.</remarks>
internal sealed unsafe partial class GuardedMemory : IKernelMemory, IDisposable
{
    private const int Regions = 8;
    private const int DataPages = 2;
    private const int NoAccess = 0;
    private const int ReadAndWrite = 1 | 2;
    private const int PrivateAndAnonymous = 2 | 0x20;

    private static readonly nint _page = Environment.SystemPageSize;

    private readonly bool _atEnd;
    private readonly byte* _start;
    private int _next;

    /// <summary>Spans that end just before a closed page, or begin just behind one.</summary>
    public GuardedMemory(bool atEnd)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("Closed pages are asked for from Linux only.");
        }

        _atEnd = atEnd;
        nint start = Map(0, (nuint)Size, NoAccess, PrivateAndAnonymous, -1, 0);
        Assert.That(start, Is.Not.EqualTo(-1), "mmap");
        _start = (byte*)start;
        for (int region = 0; region < Regions; region++)
        {
            Assert.That(Protect((nint)Data(region), (nuint)(DataPages * _page), ReadAndWrite), Is.Zero, "mprotect");
        }
    }

    private static nint Size => (Regions * (DataPages + 1) + 1) * _page;

    /// <summary>The longest span of a type there is room for.</summary>
    public static int MostOf<T>()
        where T : unmanaged => (int)(DataPages * _page / Unsafe.SizeOf<T>());

    public Span<T> Take<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Assert.That(values.Length, Is.AtMost(MostOf<T>()));
        Assert.That(_next, Is.LessThan(Regions), "too many spans taken before Renew");
        byte* data = Data(_next++);
        byte* place = _atEnd ? data + DataPages * _page - values.Length * Unsafe.SizeOf<T>() : data;
        Span<T> span = new(place, values.Length);
        values.CopyTo(span);
        return span;
    }

    /// <summary>Takes back all spans given so far.</summary>
    public void Renew() => _next = 0;

    /// <summary>Whether the byte that many bytes behind the first one of a region's data can be written. The kernel of the system is asked, which
    /// refuses where a program would be ended.</summary>
    public bool IsOpen(int region, nint offset)
    {
        using FileStream zeros = new("/dev/zero", FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Read((int)zeros.SafeFileHandle.DangerousGetHandle(), (nint)(Data(region) + offset), 1) == 1;
    }

    public void Dispose() => _ = Unmap((nint)_start, (nuint)Size);

    // A closed page before each region, and one behind the last.
    private byte* Data(int region) => _start + (region * (DataPages + 1) + 1) * _page;

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int file, nint target, nuint length);
}
