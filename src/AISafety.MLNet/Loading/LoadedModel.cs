using Microsoft.ML;

namespace AISafety.MLNet;

/// <summary>A model that was loaded, and how it is called in messages. Whoever is told to owns it disposes of it.</summary>
internal sealed class LoadedModel(MLContext context, string name, ITransformer transformer, DataViewSchema schema, IDisposable? owned) : IDisposable
{
    public MLContext Context => context;

    public ITransformer Transformer => transformer;

    /// <summary>The columns that the model was trained on.</summary>
    public DataViewSchema Schema => schema;

    public MLNetModelException Fault(string what) => Fault(name, what);

    public MLNetModelException Fault(string what, Exception cause) => Fault(name, what, cause);

    public static MLNetModelException Fault(string name, string what) => new($"ML.NET model '{name}': {what}");

    public static MLNetModelException Fault(string name, string what, Exception cause) => new($"ML.NET model '{name}': {what}", cause);

    public void Dispose() => owned?.Dispose();
}
