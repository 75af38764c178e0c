namespace AISafety.Onnx;

/// <summary>Tensors by name: what a model of tensors is asked, and what it answers. Immutable.</summary>
public sealed class OnnxTensors
{
    private readonly Dictionary<string, OnnxTensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>Puts tensors together.</summary>
    /// <param name="tensors">The tensors with their names.</param>
    /// <exception cref="ArgumentException">A name is blank or occurs twice, or a tensor is null.</exception>
    public OnnxTensors(params ReadOnlySpan<(string Name, OnnxTensor Tensor)> tensors)
    {
        string[] names = new string[tensors.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            (string name, OnnxTensor tensor) = tensors[i];
            ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(tensors));
            ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
            if (!_tensors.TryAdd(name, tensor))
            {
                throw new ArgumentException($"There are two tensors called '{name}'.", nameof(tensors));
            }

            names[i] = name;
        }

        Names = Array.AsReadOnly(names);
    }

    /// <summary>The names, in the order in which they were given.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The tensor called <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message names those that there are.</exception>
    public OnnxTensor this[string name] => TryGet(name, out OnnxTensor? tensor)
        ? tensor
        : throw new KeyNotFoundException($"There is no tensor called '{name}'. There is: {this}.");

    /// <summary>Looks for the tensor called <paramref name="name"/>.</summary>
    public bool TryGet(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out OnnxTensor? tensor)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _tensors.TryGetValue(name, out tensor);
    }

    /// <summary>The names, element types and shapes.</summary>
    public override string ToString() =>
        Names.Count == 0 ? "nothing" : string.Join(", ", Names.Select(name => $"'{name}' ({_tensors[name]})"));
}
