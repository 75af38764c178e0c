using Microsoft.ML.OnnxRuntime;

namespace AISafety.Onnx;

/// <summary>The session options that are used when the caller passes none.</summary>
internal static class DefaultSessionOptions
{
    /// <summary>One thread, in order.</summary>
    /// <remarks>Implementation note: a small model runs in microseconds, less than it costs to hand work to another thread, and a
    /// server is parallel over calls already. With one thread the run stays on the caller's, and no worker spins beside it. The runtime's
    /// own log is silent, because it writes to standard error what it also throws, and quotes inputs.</remarks>
    public static SessionOptions Create() => new()
    {
        IntraOpNumThreads = 1,
        InterOpNumThreads = 1,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
    };
}
