namespace AISafety.Onnx;

/// <summary>Says which package is missing when ONNX Runtime's native library cannot be found.</summary>
internal static class NativeLibraryFault
{
    /// <summary>The explanation, or null if the exception means something else.</summary>
    public static string? Explain(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case DllNotFoundException:
                    return "ONNX Runtime's native library was not found. Add the package Microsoft.ML.OnnxRuntime (CPU), or another of its "
                        + "kind such as Microsoft.ML.OnnxRuntime.Gpu, to the application; AISafety.Onnx leaves the choice to it.";
                case EntryPointNotFoundException or BadImageFormatException:
                    return "ONNX Runtime's native library does not fit. Give the application the package Microsoft.ML.OnnxRuntime (or another "
                        + "of its kind) of the same version as Microsoft.ML.OnnxRuntime.Managed, and for this processor.";
            }
        }

        return null;
    }
}
