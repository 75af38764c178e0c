using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>A model that takes the caller's rows, and computes the wanted columns only.</summary>
/// <remarks>Implementation note: a chain that was trained with its label in it, as <c>MapValueToKey("Label")</c> is, wants a label column even
/// to predict. What the wanted columns do not depend on is neither asked of the caller's row nor computed.</remarks>
internal sealed class AdaptedModel(LoadedModel model, IRowToRowMapper mapper, InputMap map, IReadOnlyList<DataViewSchema.Column> wanted) : ITransformer
{
    public bool IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => mapper.OutputSchema;

    public IDataView Transform(IDataView input) => model.Transformer.Transform(new InputView(input, map));

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new Mapper(this, inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => model.Transformer.Save(ctx);

    private sealed class Mapper(AdaptedModel owner, DataViewSchema schema) : IRowToRowMapper
    {
        // Of its own: what a mapper keeps between calls is not shared between engines.
        private readonly IRowToRowMapper _mapper = owner.Model.Transformer.GetRowToRowMapper(owner.Map.Schema);

        public DataViewSchema InputSchema => schema;

        public DataViewSchema OutputSchema => _mapper.OutputSchema;

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => schema;

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
            _mapper.GetRow(new InputRow(input, owner.Map), owner.Wanted.Select(column => _mapper.OutputSchema[column.Index]));
    }

    private LoadedModel Model => model;

    private InputMap Map => map;

    private IReadOnlyList<DataViewSchema.Column> Wanted => wanted;
}
