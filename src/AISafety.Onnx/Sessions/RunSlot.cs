using System.Runtime.InteropServices;

namespace AISafety.Onnx;

/// <summary>A place for one idle run, alone on its cache lines.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct RunSlot
{
    [FieldOffset(64)]
    public IDisposable? Idle;
}
