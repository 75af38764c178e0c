using Microsoft.ML.OnnxRuntime;

namespace AISafety.Onnx;

/// <summary>Loads ONNX models.</summary>
/// <remarks>
/// <para>The application brings ONNX Runtime's native library: it references <c>Microsoft.ML.OnnxRuntime</c>, or another package of its kind.</para>
/// <para>Unless session options are passed, a model runs on one thread, the caller's: a small model takes microseconds, less than
/// handing work to another thread costs, and a server is parallel over calls already. Pass options for large models or other
/// processors.</para>
/// <para>Loading checks everything that can be checked then, and runs the model once or twice on a row of zeros. With <c>Integrity</c> in the options, a model that is not the one
/// that was meant is refused before anything of it is read, by a <see cref="ModelIntegrityException"/>.</para>
/// </remarks>
public static class OnnxModel
{
    /// <summary>Loads a classifier of vectors from a file.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="options">What the file does not say by itself.</param>
    /// <exception cref="OnnxModelException">There is no such file, it is no ONNX model, or it is not a classifier of one float tensor.</exception>
    /// <exception cref="ArgumentException">The path is blank, or an option has a value that it cannot have.</exception>
    public static OnnxClassifier<float[]> LoadClassifier(string path, OnnxClassifierOptions? options = null) =>
        Load<float[]>(OnnxSource.File(path), RowWriter.ForArray, null, null, options);

    /// <summary>Loads a classifier of vectors from the bytes of a file.</summary>
    /// <param name="model">The content of an .onnx file.</param>
    /// <param name="options">What the file does not say by itself.</param>
    /// <exception cref="OnnxModelException">The bytes are no ONNX model, or not a classifier of one float tensor.</exception>
    /// <exception cref="ArgumentException">An option has a value that it cannot have.</exception>
    public static OnnxClassifier<float[]> LoadClassifier(ReadOnlyMemory<byte> model, OnnxClassifierOptions? options = null) =>
        Load<float[]>(OnnxSource.Memory(model), RowWriter.ForArray, null, null, options);

    /// <summary>Loads a classifier of blocks of memory from a file.</summary>
    /// <inheritdoc cref="LoadClassifier(string, OnnxClassifierOptions?)"/>
    public static OnnxClassifier<ReadOnlyMemory<float>> LoadMemoryClassifier(string path, OnnxClassifierOptions? options = null) =>
        Load<ReadOnlyMemory<float>>(OnnxSource.File(path), RowWriter.ForMemory, null, null, options);

    /// <summary>Loads a classifier of blocks of memory from the bytes of a file.</summary>
    /// <inheritdoc cref="LoadClassifier(ReadOnlyMemory{byte}, OnnxClassifierOptions?)"/>
    public static OnnxClassifier<ReadOnlyMemory<float>> LoadMemoryClassifier(ReadOnlyMemory<byte> model, OnnxClassifierOptions? options = null) =>
        Load<ReadOnlyMemory<float>>(OnnxSource.Memory(model), RowWriter.ForMemory, null, null, options);

    /// <summary>Loads a classifier of anything that a schema can write as numbers, from a file.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="schema">Writes each input as the row that the model was trained on.</param>
    /// <param name="options">What the file does not say by itself.</param>
    /// <exception cref="OnnxModelException">There is no such file, it is no ONNX model, it is not a classifier of one float tensor, or its
    /// features are not those of the schema.</exception>
    /// <exception cref="ArgumentException">The path is blank, or an option has a value that it cannot have.</exception>
    public static OnnxClassifier<TIn> LoadClassifier<TIn>(string path, FeatureSchema<TIn> schema, OnnxClassifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Load(OnnxSource.File(path), RowWriter.For(schema), schema.Width, schema.Features, options);
    }

    /// <summary>Loads a classifier of anything that a schema can write as numbers, from the bytes of a file.</summary>
    /// <param name="model">The content of an .onnx file.</param>
    /// <param name="schema">Writes each input as the row that the model was trained on.</param>
    /// <param name="options">What the file does not say by itself.</param>
    /// <exception cref="OnnxModelException">The bytes are no ONNX model, not a classifier of one float tensor, or its features are not those
    /// of the schema.</exception>
    /// <exception cref="ArgumentException">An option has a value that it cannot have.</exception>
    public static OnnxClassifier<TIn> LoadClassifier<TIn>(ReadOnlyMemory<byte> model, FeatureSchema<TIn> schema, OnnxClassifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Load(OnnxSource.Memory(model), RowWriter.For(schema), schema.Width, schema.Features, options);
    }

    /// <summary>Loads a model of named tensors from a file.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="options">Which outputs are computed, and how.</param>
    /// <exception cref="OnnxModelException">There is no such file, it is no ONNX model, or one of its values is not a tensor of a kind that
    /// <see cref="OnnxTensor"/> can hold.</exception>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    public static OnnxTensorModel LoadTensors(string path, OnnxTensorOptions? options = null) =>
        Load(OnnxSource.File(path), options ?? new());

    /// <summary>Loads a model of named tensors from the bytes of a file.</summary>
    /// <param name="model">The content of an .onnx file.</param>
    /// <param name="options">Which outputs are computed, and how.</param>
    /// <exception cref="OnnxModelException">The bytes are no ONNX model, or one of its values is not a tensor of a kind that
    /// <see cref="OnnxTensor"/> can hold.</exception>
    public static OnnxTensorModel LoadTensors(ReadOnlyMemory<byte> model, OnnxTensorOptions? options = null) =>
        Load(OnnxSource.Memory(model), options ?? new());

    private static OnnxClassifier<TIn> Load<TIn>(
        OnnxSource source, RowWriter<TIn> write, int? width, IReadOnlyList<Feature>? features, OnnxClassifierOptions? options)
    {
        options ??= new();
        options.Check(width);
        source = source.Verified(options.Integrity);
        return Read(source, options.SessionOptions, session =>
        {
            ClassifierPlan plan = PlanReader.Read(source, session, options, width);
            plan = PlanProbe.Complete(plan, session, options.ProbeRow) with { CanBind = SessionMemory.IsOnProcessor(session) };
            IReadOnlyList<string> names = ModelFeatures.Read(plan, session, features, options.CheckFeatureNames);
            return new OnnxClassifier<TIn>(plan, session, write, names);
        });
    }

    private static OnnxTensorModel Load(OnnxSource source, OnnxTensorOptions options)
    {
        source = source.Verified(options.Integrity);
        return Read(source, options.SessionOptions, session => new OnnxTensorModel(source, session, options));
    }

    private static TModel Read<TModel>(OnnxSource source, SessionOptions? options, Func<InferenceSession, TModel> read)
    {
        InferenceSession session = source.Open(options);
        try
        {
            return read(session);
        }
        catch (Exception exception)
        {
            session.Dispose();
            if (exception is OnnxModelException)
            {
                throw;
            }

            // A damaged file can get this far: its graph loads, and only what it says about itself cannot be read.
            throw source.Fault($"it cannot be read: {exception.Message}", exception);
        }
    }
}
