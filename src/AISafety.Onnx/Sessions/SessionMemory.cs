using Microsoft.ML.OnnxRuntime;

namespace AISafety.Onnx;

/// <summary>Where a session keeps what goes in and comes out.</summary>
internal static class SessionMemory
{
    /// <summary>Whether all of it is known to lie in the processor's memory, and not on another device.</summary>
    public static bool IsOnProcessor(InferenceSession session)
    {
        try
        {
            using IDisposableReadOnlyCollection<OrtMemoryInfo> inputs = session.GetMemoryInfosForInputs();
            using IDisposableReadOnlyCollection<OrtMemoryInfo> outputs = session.GetMemoryInfosForOutputs();
            return inputs.Concat(outputs).All(memory => memory.GetDeviceType() == OrtMemoryInfoDeviceType.CPU);
        }
        catch (OnnxRuntimeException)
        {
            return false;
        }
    }
}
