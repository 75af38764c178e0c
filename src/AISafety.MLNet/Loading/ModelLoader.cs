using Microsoft.ML;

namespace AISafety.MLNet;

/// <summary>Reads what <c>MLContext.Model.Save</c> wrote, and says in its own words what is wrong with it.</summary>
internal static class ModelLoader
{
    public static LoadedModel LoadFile(MLContext context, string path) => LoadOpened(context, path, () => File.OpenRead(path));

    public static LoadedModel LoadVerified(MLContext context, string path, ModelIntegrity integrity) =>
        LoadOpened(context, path, () => new MemoryStream(ModelFile.ReadVerified(path, integrity)));

    public static LoadedModel LoadStream(MLContext context, Stream stream, string name)
    {
        // ML.NET seeks, and closes some streams, so it is given a copy; models that are too large for one are too large for ML.NET.
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        ThrowIfNoModel(copy, name);
        ITransformer transformer;
        DataViewSchema? schema;
        try
        {
            transformer = context.Model.Load(copy, out schema);
        }
        catch (Exception exception)
        {
            throw LoadedModel.Fault(name, LoadFault.Explain(exception), exception);
        }

        if (schema is null)
        {
            (transformer as IDisposable)?.Dispose();
            throw LoadedModel.Fault(name, "it was saved without the schema of its input. Save it with one, or load it with MLContext and pass "
                + $"model and schema to {nameof(MLNetSource)}.{nameof(MLNetSource.FromTransformer)}.");
        }

        return new(context, name, transformer, schema, transformer as IDisposable);
    }

    private static LoadedModel LoadOpened(MLContext context, string path, Func<Stream> open)
    {
        string name = Path.GetFileName(path);
        try
        {
            using Stream file = open();
            return LoadStream(context, file, name);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw LoadedModel.Fault(name, $"there is no file '{path}'.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw LoadedModel.Fault(name, $"the file cannot be read: {exception.Message}", exception);
        }
    }

    private static void ThrowIfNoModel(MemoryStream copy, string name)
    {
        string? fault = copy.Length == 0 ? "it is empty; expected the .zip that MLContext.Model.Save writes."
            : copy.Length < 4 || !copy.GetBuffer().AsSpan(0, 4).SequenceEqual("PK\u0003\u0004"u8) ? "it is not a zip; expected what MLContext.Model.Save writes."
            : ZipCheck.Fault(copy);
        if (fault is not null)
        {
            throw LoadedModel.Fault(name, fault);
        }

        copy.Position = 0;
    }
}
