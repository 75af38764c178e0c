using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>A model, the columns that are wanted of it, and those that they depend on.</summary>
internal sealed record ModelBinding(
    LoadedModel Model, IRowToRowMapper Mapper, IReadOnlyList<DataViewSchema.Column> Wanted, IReadOnlyList<DataViewSchema.Column> Needed)
{
    /// <summary>Whether code of the caller's is part of the model, which is not run before the caller asks.</summary>
    public bool RunsCallersCode => Flatten(Model.Transformer).Any(step => step.GetType().Name.StartsWith("CustomMapping", StringComparison.Ordinal));

    /// <exception cref="MLNetModelException">The model drops or adds rows, or has not the columns that are wanted.</exception>
    public static ModelBinding Of(LoadedModel model, Func<DataViewSchema, IReadOnlyList<DataViewSchema.Column>> want)
    {
        if (!model.Transformer.IsRowToRowMapper)
        {
            throw model.Fault($"it does not answer each row by itself: {Steps(model.Transformer)} can drop, add or mix rows. Train such steps apart, "
                + "and save the model without them.");
        }

        IRowToRowMapper mapper = model.Transformer.GetRowToRowMapper(model.Schema);
        IReadOnlyList<DataViewSchema.Column> wanted = want(mapper.OutputSchema);
        return new(model, mapper, wanted, [.. mapper.GetDependencies(wanted).DistinctBy(column => column.Index)]);
    }

    private static string Steps(ITransformer transformer)
    {
        string[] steps = [.. Flatten(transformer).Where(step => !step.IsRowToRowMapper).Select(step => step.GetType().Name)];
        return string.Join(", ", steps);
    }

    private static IEnumerable<ITransformer> Flatten(ITransformer transformer) =>
        transformer is IEnumerable<ITransformer> chain ? chain.SelectMany(Flatten) : [transformer];
}
