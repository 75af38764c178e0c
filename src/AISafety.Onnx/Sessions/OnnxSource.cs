using Microsoft.ML.OnnxRuntime;

namespace AISafety.Onnx;

/// <summary>Where a model comes from, and how it is called in messages.</summary>
internal sealed class OnnxSource
{
    private readonly string? _path;
    private readonly ReadOnlyMemory<byte> _bytes;

    private OnnxSource(string name, string? path, ReadOnlyMemory<byte> bytes)
    {
        Name = name;
        _path = path;
        _bytes = bytes;
    }

    public string Name { get; }

    public static OnnxSource File(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new(Path.GetFileName(path), path, default);
    }

    public static OnnxSource Memory(ReadOnlyMemory<byte> model) => new("in memory", null, model);

    public OnnxModelException Fault(string what) => new($"ONNX model '{Name}': {what}");

    public OnnxModelException Fault(string what, Exception cause) => new($"ONNX model '{Name}': {what}", cause);

    /// <summary>Opens a session.</summary>
    public InferenceSession Open(SessionOptions? options)
    {
        if (_path is not null && !System.IO.File.Exists(_path))
        {
            throw Fault($"there is no file '{_path}'.");
        }

        if (_path is null && _bytes.IsEmpty)
        {
            throw Fault("there are no bytes; expected the content of an .onnx file.");
        }

        try
        {
            if (options is not null)
            {
                return Open(_path, options);
            }

            using SessionOptions defaults = DefaultSessionOptions.Create();
            return Open(_path, defaults);
        }
        catch (Exception exception) when (NativeLibraryFault.Explain(exception) is { } fault)
        {
            throw Fault(fault, exception);
        }
        catch (Exception exception)
        {
            throw Fault($"ONNX Runtime cannot load it: {exception.Message}", exception);
        }
    }

    private InferenceSession Open(string? path, SessionOptions options) =>
        path is null ? new(_bytes.ToArray(), options) : new(path, options);
}
