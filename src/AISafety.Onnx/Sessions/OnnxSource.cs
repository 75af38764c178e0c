using Microsoft.ML.OnnxRuntime;

namespace AISafety.Onnx;

/// <summary>Where a model comes from, and how it is called in messages.</summary>
internal sealed class OnnxSource
{
    private readonly string? _path;
    private readonly ReadOnlyMemory<byte> _bytes;

    // Only a tensor whose data lie in another file has an entry of this key: field 1 of StringStringEntryProto, 8 bytes long.
    private static ReadOnlySpan<byte> ExternalDataKey => "\n\blocation"u8;

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

    /// <summary>The source whose bytes have been verified; from then on they are in memory, so that nobody can change the file before it is loaded.</summary>
    /// <exception cref="ModelIntegrityException">It is not the model that was meant.</exception>
    /// <exception cref="ArgumentException">The integrity says nothing, or what cannot be.</exception>
    public OnnxSource Verified(ModelIntegrity? integrity)
    {
        if (integrity is null)
        {
            return this;
        }

        ReadOnlyMemory<byte> bytes = _bytes;
        if (_path is null)
        {
            ModelFile.Verify(bytes.Span, integrity, Name);
        }
        else
        {
            try
            {
                bytes = ModelFile.ReadVerified(_path, integrity);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw Fault($"the file '{_path}' cannot be read: {exception.Message}", exception);
            }
        }

        return bytes.Span.IndexOf(ExternalDataKey) >= 0
            ? throw Fault("it keeps weights in files beside it, which neither its hash nor its signature covers. Save it with all weights in one file.")
            : new(Name, null, bytes);
    }

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
