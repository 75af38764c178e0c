using Microsoft.ML.OnnxRuntime;

namespace AISafety.Onnx;

/// <summary>How a model of named tensors is run.</summary>
public sealed record OnnxTensorOptions
{
    /// <summary>The outputs that are computed; at least one. Default: all that the model has.</summary>
    public IReadOnlyList<string>? Outputs { get; init; }

    /// <summary>What the file must prove before it is loaded: its hash, a signature, or both. A model that keeps weights in other files is refused then. Default: nothing.</summary>
    public ModelIntegrity? Integrity { get; init; }

    /// <summary>The session's options, for other execution providers or threads. Used while loading only; the caller disposes of them.
    /// Default: see <see cref="OnnxModel"/>.</summary>
    public SessionOptions? SessionOptions { get; init; }
}
