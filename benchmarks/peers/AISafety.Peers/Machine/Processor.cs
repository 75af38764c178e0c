using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AISafety.Peers;

/// <summary>What a reader of a report must know about where it was made.</summary>
internal static class Processor
{
    private const string File = "/proc/cpuinfo";

    public static string Name => System.IO.File.Exists(File)
        ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor"
        : "unknown processor";

    public static string Description =>
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {Name}";

    public static string Vectors => $"AVX2 {(Avx2.IsSupported ? "on" : "off")}, 512-bit vectors {(Vector512.IsHardwareAccelerated ? "on" : "off")}";
}
