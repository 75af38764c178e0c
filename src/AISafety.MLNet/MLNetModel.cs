namespace AISafety.MLNet;

/// <summary>Loads ML.NET models.</summary>
/// <remarks>
/// <para>The application references the packages of the trainers that its models come from, such as <c>Microsoft.ML.FastTree</c>.</para>
/// <para>An input needs only what the answer depends on: a label that was part of training is not asked for.</para>
/// <para>Loading compares all columns with what is expected, and makes the first prediction engine.</para>
/// </remarks>
public static class MLNetModel
{
    /// <summary>Loads a model between two classes whose members are its columns.</summary>
    /// <param name="source">A path, or another source.</param>
    /// <param name="options">What attributes do not say.</param>
    /// <exception cref="MLNetModelException">The model cannot be loaded, or a column is missing or of another type.</exception>
    public static MLNetModel<TIn, TOut> Load<TIn, TOut>(MLNetSource source, MLNetModelOptions? options = null)
        where TIn : class
        where TOut : class, new()
    {
        options ??= new();
        return Open(source, model =>
        {
            ModelBinding binding = ModelBinding.Of(model, outputs => OutputColumns.Of(model, outputs, typeof(TOut), options.OutputSchema));
            InputForm<TIn, TIn> form = InputForm.OfMembers<TIn>(binding, options.InputSchema);
            return new MLNetModel<TIn, TOut>(
                form.Predictor<TOut, TOut>(typeof(MLNetModel<TIn, TOut>), options.OutputSchema, static answer => answer, keeps: true), form.Map.Width, []);
        });
    }

    /// <summary>Loads a classifier of vectors.</summary>
    /// <param name="source">A path, or another source.</param>
    /// <param name="options">What the model does not say by itself.</param>
    /// <exception cref="MLNetModelException">The model cannot be loaded, is no classifier, or needs more than numbers.</exception>
    /// <exception cref="ArgumentException">An option has a value that it cannot have.</exception>
    public static MLNetClassifier<float[]> LoadClassifier(MLNetSource source, MLNetClassifierOptions? options = null) =>
        LoadClassifier(source, options, binding => InputForm.OfArray(binding, options?.FeatureColumn));

    /// <summary>Loads a classifier of a class whose members are its columns.</summary>
    /// <param name="source">A path, or another source.</param>
    /// <param name="options">What the model does not say by itself.</param>
    /// <exception cref="MLNetModelException">The model cannot be loaded, is no classifier, or a column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">An option has a value that it cannot have.</exception>
    public static MLNetClassifier<TIn> LoadClassifier<TIn>(MLNetSource source, MLNetClassifierOptions? options = null)
        where TIn : class =>
        LoadClassifier(source, options, binding => InputForm.OfMembers<TIn>(binding, options?.InputSchema));

    /// <summary>Loads a classifier of anything that a schema can write as numbers.</summary>
    /// <param name="source">A path, or another source.</param>
    /// <param name="schema">Writes each input as the row that the model was trained on.</param>
    /// <param name="options">What the model does not say by itself.</param>
    /// <exception cref="MLNetModelException">The model cannot be loaded, is no classifier, needs more than numbers, or its features are not
    /// those of the schema.</exception>
    /// <exception cref="ArgumentException">An option has a value that it cannot have.</exception>
    public static MLNetClassifier<TIn> LoadClassifier<TIn>(MLNetSource source, FeatureSchema<TIn> schema, MLNetClassifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return LoadClassifier(source, options, binding => InputForm.OfSchema(binding, schema, options?.FeatureColumn, options?.CheckFeatureNames ?? true));
    }

    /// <summary>Loads a regression of vectors.</summary>
    /// <param name="source">A path, or another source.</param>
    /// <param name="options">What the model does not say by itself.</param>
    /// <exception cref="MLNetModelException">The model cannot be loaded, is no regression, or needs more than numbers.</exception>
    /// <exception cref="ArgumentException">An option has a value that it cannot have.</exception>
    public static MLNetModel<float[], float> LoadRegression(MLNetSource source, MLNetRegressionOptions? options = null) =>
        LoadRegression(source, options, binding => InputForm.OfArray(binding, options?.FeatureColumn));

    /// <summary>Loads a regression of a class whose members are its columns.</summary>
    /// <param name="source">A path, or another source.</param>
    /// <param name="options">What the model does not say by itself.</param>
    /// <exception cref="MLNetModelException">The model cannot be loaded, is no regression, or a column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">An option has a value that it cannot have.</exception>
    public static MLNetModel<TIn, float> LoadRegression<TIn>(MLNetSource source, MLNetRegressionOptions? options = null)
        where TIn : class =>
        LoadRegression(source, options, binding => InputForm.OfMembers<TIn>(binding, options?.InputSchema));

    /// <summary>Loads a regression of anything that a schema can write as numbers.</summary>
    /// <param name="source">A path, or another source.</param>
    /// <param name="schema">Writes each input as the row that the model was trained on.</param>
    /// <param name="options">What the model does not say by itself.</param>
    /// <exception cref="MLNetModelException">The model cannot be loaded, is no regression, needs more than numbers, or its features are not
    /// those of the schema.</exception>
    /// <exception cref="ArgumentException">An option has a value that it cannot have.</exception>
    public static MLNetModel<TIn, float> LoadRegression<TIn>(MLNetSource source, FeatureSchema<TIn> schema, MLNetRegressionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return LoadRegression(source, options, binding => InputForm.OfSchema(binding, schema, options?.FeatureColumn, options?.CheckFeatureNames ?? true));
    }

    private static MLNetClassifier<TIn> LoadClassifier<TIn, TSrc>(
        MLNetSource source, MLNetClassifierOptions? options, Func<ModelBinding, InputForm<TIn, TSrc>> bind)
        where TSrc : class
    {
        options ??= new();
        options.Check();
        return Open(source, model =>
        {
            ClassScores? scores = null;
            ModelBinding binding = ModelBinding.Of(model, outputs => [(scores = ScoreColumn.OfClassifier(model, outputs, options)).Column]);
            InputForm<TIn, TSrc> form = bind(binding);
            Type owner = typeof(MLNetClassifier<TIn>);
            string column = scores!.Column.Name;
            Predictor<TIn, Classification> predictor = scores.IsVector
                ? form.Predictor<NumbersAnswer, Classification>(owner, NumbersAnswer.Of(column), answer => scores.Read(answer.Values), probe: true)
                : form.Predictor<NumberAnswer, Classification>(owner, NumberAnswer.Of(column), answer => scores.Read(answer.Value), probe: true);
            return new MLNetClassifier<TIn>(predictor, form.Map.Width, form.FeatureNames, scores.Labels);
        });
    }

    private static MLNetModel<TIn, float> LoadRegression<TIn, TSrc>(
        MLNetSource source, MLNetRegressionOptions? options, Func<ModelBinding, InputForm<TIn, TSrc>> bind)
        where TSrc : class
    {
        options ??= new();
        options.Check();
        return Open(source, model =>
        {
            ModelBinding binding = ModelBinding.Of(model, outputs => [ScoreColumn.OfRegression(model, outputs, options.ScoreColumn)]);
            InputForm<TIn, TSrc> form = bind(binding);
            return new MLNetModel<TIn, float>(
                form.Predictor<NumberAnswer, float>(typeof(MLNetModel<TIn, float>), NumberAnswer.Of(options.ScoreColumn), static answer => answer.Value),
                form.Map.Width,
                form.FeatureNames);
        });
    }

    private static TModel Open<TModel>(MLNetSource source, Func<LoadedModel, TModel> make)
    {
        ArgumentNullException.ThrowIfNull(source);
        LoadedModel model = source.Load();
        try
        {
            return make(model);
        }
        catch (Exception exception)
        {
            model.Dispose();
            if (exception is MLNetModelException)
            {
                throw;
            }

            throw model.Fault($"it cannot be read: {exception.Message}", exception);
        }
    }
}
