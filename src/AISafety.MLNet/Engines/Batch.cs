using System.Collections;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet;

/// <summary>Many rows through a model at once. What ML.NET builds for it is built once; each batch only opens a cursor.</summary>
internal sealed class Batch<TSrc, TDst>
    where TSrc : class
    where TDst : class, new()
{
    private readonly Rows _rows = new();
    private readonly IEnumerable<TDst> _answers;

    public Batch(MLContext context, ITransformer model, SchemaDefinition? source, SchemaDefinition? target, bool reuse)
    {
        IDataView input = context.Data.LoadFromEnumerable(_rows, source);
        _answers = context.Data.CreateEnumerable<TDst>(model.Transform(input), reuse, ignoreMissingColumns: false, target);
    }

    public IEnumerable<TDst> Predict(TSrc[] rows)
    {
        _rows.Current = rows;
        try
        {
            foreach (TDst answer in _answers)
            {
                yield return answer;
            }
        }
        finally
        {
            _rows.Current = [];
        }
    }

    private sealed class Rows : IEnumerable<TSrc>
    {
        public TSrc[] Current { get; set; } = [];

        public IEnumerator<TSrc> GetEnumerator() => ((IEnumerable<TSrc>)Current).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
