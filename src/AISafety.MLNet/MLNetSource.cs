using Microsoft.ML;

namespace AISafety.MLNet;

/// <summary>Where an ML.NET model comes from: a file, a stream, or a model that was just trained. A path converts to it.</summary>
public sealed class MLNetSource
{
    private readonly Func<MLContext, LoadedModel> _load;
    private readonly MLContext? _context;

    private MLNetSource(MLContext? context, Func<MLContext, LoadedModel> load)
    {
        _context = context;
        _load = load;
    }

    /// <summary>A .zip file that <c>MLContext.Model.Save</c> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="context">Knows assemblies and settings that the model needs. Default: a new one.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    public static MLNetSource FromFile(string path, MLContext? context = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new(context, context => ModelLoader.LoadFile(context, path));
    }

    /// <summary>A .zip file that <c>MLContext.Model.Save</c> wrote, and that proves to be the one that was meant. What is loaded is what was verified.</summary>
    /// <param name="path">The file.</param>
    /// <param name="integrity">What it must prove: its hash, a signature, or both. Loading throws <see cref="ModelIntegrityException"/> where it does not.</param>
    /// <param name="context">Knows assemblies and settings that the model needs. Default: a new one.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    public static MLNetSource FromFile(string path, ModelIntegrity integrity, MLContext? context = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(integrity);
        return new(context, context => ModelLoader.LoadVerified(context, path, integrity));
    }

    /// <summary>The content of such a file. The stream is read while the model is loaded, once, and is left open.</summary>
    /// <param name="stream">The stream, at the start of the model.</param>
    /// <param name="context">Knows assemblies and settings that the model needs. Default: a new one.</param>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    public static MLNetSource FromStream(Stream stream, MLContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.CanRead
            ? new(context, context => ModelLoader.LoadStream(context, stream, "in a stream"))
            : throw new ArgumentException("The stream cannot be read.", nameof(stream));
    }

    /// <summary>A model in memory. It stays the caller's, who disposes of it after the models that are made of it.</summary>
    /// <param name="transformer">What <c>Fit</c> returned: one transformer, or a chain.</param>
    /// <param name="inputSchema">The schema of the data that the model was trained on.</param>
    /// <param name="context">Settings that the model needs. Default: a new one.</param>
    public static MLNetSource FromTransformer(ITransformer transformer, DataViewSchema inputSchema, MLContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new(context, context => new(context, "in memory", transformer, inputSchema, owned: null));
    }

    /// <summary>The same as <see cref="FromFile(string, MLContext?)"/>.</summary>
    public static implicit operator MLNetSource(string path) => FromFile(path);

    /// <exception cref="MLNetModelException">The model cannot be loaded.</exception>
    internal LoadedModel Load() => _load(_context ?? new MLContext());
}
