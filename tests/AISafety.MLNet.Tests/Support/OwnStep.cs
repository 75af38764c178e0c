using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace AISafety.MLNet.Tests;

/// <summary>A step with code of its own, which throws where the first number is NaN.</summary>
[CustomMappingFactoryAttribute("aisafety.tests.sum")]
public sealed class OwnStep : CustomMappingFactory<OwnStep.In, OwnStep.Out>
{
    private static readonly Lazy<Trained> _trained = new(() => Trained.Fit(
        [.. Rows.Cells.Select(row => new Summed { Features = row.Features, Label = row.Features.Sum() })],
        Trained.Context.Transforms.CustomMapping<In, Out>(Map, "aisafety.tests.sum")
            .Append(Trained.Context.Regression.Trainers.FastTree(featureColumnName: nameof(Out.Sums), numberOfLeaves: 4, numberOfTrees: 5))));

    internal static Trained Train() => _trained.Value;

    public override Action<In, Out> GetMapping() => Map;

    private static void Map(In input, Out output)
    {
        if (float.IsNaN(input.Features[0]))
        {
            throw new InvalidOperationException($"Cannot sum up {string.Join(' ', input.Features)}.");
        }

        output.Sums = [input.Features.Sum(), input.Features.Max()];
    }

    public sealed class In
    {
        [VectorType(30)]
        public float[] Features { get; set; } = [];
    }

    public sealed class Out
    {
        [VectorType(2)]
        public float[] Sums { get; set; } = [];
    }

    private sealed class Summed
    {
        [VectorType(30)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
