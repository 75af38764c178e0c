using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet.Tests.Schemas;

/// <summary>Models that do not answer each row once.</summary>
public sealed class RowCountTests
{
    private static readonly float[][] _rows = [.. Enumerable.Range(0, 1500).Select(i => Rows.Cells[i % Rows.Cells.Length].Features)];

    [Test]
    public void Load_stepThatDropsRows_isRefusedByName()
    {
        TransformerChain<ITransformer> chain = new(Trained.Cells.Model, new Filter(Trained.Cells.Model, honest: true));
        Assert.That(
            () => MLNetModel.LoadClassifier(MLNetSource.FromTransformer(chain, Trained.Cells.Schema)),
            Throws.TypeOf<MLNetModelException>().With.Message.Contains("it does not answer each row by itself: Filter can drop, add or mix rows"));
    }

    [Test]
    public void PredictBatch_stepDropsRowsAllTheSame_isRefusedWithBothNumbers()
    {
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(MLNetSource.FromTransformer(new Filter(Trained.Cells.Model, honest: false), Trained.Cells.Schema));
        Assert.That(
            () => model.PredictBatch(_rows, new Classification[_rows.Length]),
            Throws.TypeOf<MLNetModelException>().With.Message.Match(@"it made \d+ rows of 1500; a model must answer each row once"));
    }

    private sealed class Filter(ITransformer model, bool honest) : ITransformer
    {
        public bool IsRowToRowMapper => !honest;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => model.GetOutputSchema(inputSchema);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => model.GetRowToRowMapper(inputSchema);

        public IDataView Transform(IDataView input) =>
            Trained.Context.Data.FilterRowsByColumn(model.Transform(input), "Probability", lowerBound: 0.5);

        void ICanSaveModel.Save(ModelSaveContext ctx) => model.Save(ctx);
    }
}
