using AISafety.Analyzers.Misuse;
using AISafety.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;

namespace AISafety.Analyzers.Tests.Misuse;

[TestFixture]
public sealed class SchemaWidthTests
{
    private static string Method(string body) => $$"""
        using AISafety.Onnx;
        [FeatureRow] public partial record Row(int A, double B, [VectorLength(3)] float[] C, [StringLength(5)] string D);
        public class Sample
        {
            private static readonly FeatureSchema<float[]> _two = FeatureSchema.ForVector("a", "b");
            public void Run(IReadOnlyList<string> names, int width)
            {
                {{body}}
            }
        }
        """;

    [TestCase("OnnxModel.LoadClassifier(\"m\", [|Row.Features|], new() { ExpectedWidth = 4 });", "writes 5 numbers, but the model takes 4")]
    [TestCase("OnnxModel.LoadClassifier(\"m\", [|Row.Features.Numeric(\"e\", r => r.A).Vector(\"v\", r => r.C, 2)|], new OnnxClassifierOptions { ExpectedWidth = 5 });", "writes 8 numbers")]
    [TestCase("OnnxModel.LoadClassifier(new byte[1], [|_two|], options: new() { ExpectedWidth = 30 });", "writes 2 numbers")]
    [TestCase("OnnxModel.LoadClassifier(\"m\", [|FeatureSchema.For<Row>().Numeric(\"a\", r => r.A)|], new() { ExpectedWidth = 2 });", "writes 1 numbers")]
    [TestCase("var model = OnnxModel.LoadClassifier(\"m\", new() { ExpectedWidth = 3 }); model.WithSafety(s => s.UseFeatures([|FeatureSchema.ForVector(\"a\", \"b\").WithRange(\"a\", 0, 1)|]));", "writes 2 numbers, but the model takes 3")]
    [TestCase("var schema = FeatureSchema.ForMemory([\"a\", \"b\"]); OnnxModel.LoadMemoryClassifier(\"m\", new() { ExpectedWidth = 3 }).WithSafety(s => { s.UseFeatures([|schema|]).AddInputValidation(); });", "writes 2")]
    [TestCase("using var model = OnnxModel.LoadClassifier(\"m\", FeatureSchema.ForVector(\"a\")); model.WithSafety(s => s.UseFeatures([|_two|]));", "writes 2 numbers, but the model takes 1")]
    public async Task Widths_that_stand_in_the_code_and_differ_are_reported(string body, string says)
    {
        Diagnostic[] found = await Marked.AssertAsync(new SchemaWidthAnalyzer(), Method(body));

        Assert.That(found.Single().Id, Is.EqualTo("AIS0012"));
        Assert.That(found.Single().GetMessage(null), Does.Contain(says));
    }

    [TestCase("OnnxModel.LoadClassifier(\"m\", Row.Features, new() { ExpectedWidth = 5 });")]
    [TestCase("OnnxModel.LoadClassifier(\"m\", Row.Features);")]
    [TestCase("OnnxModel.LoadClassifier(\"m\", Row.Features, new() { ExpectedWidth = width });")]
    [TestCase("OnnxModel.LoadClassifier(\"m\", FeatureSchema.ForVector(names), new() { ExpectedWidth = 5 });")]
    [TestCase("OnnxModel.LoadClassifier(\"m\", FeatureSchema.ForVector([\"a\", .. names]), new() { ExpectedWidth = 5 });")]
    [TestCase("var schema = _two; schema = FeatureSchema.ForVector(\"a\"); OnnxModel.LoadClassifier(\"m\", schema, new() { ExpectedWidth = 1 });")]
    [TestCase("OnnxModel.LoadClassifier(\"m\", new() { ExpectedWidth = 3 }).WithSafety(s => s.UseFeatures(FeatureSchema.ForVector(\"a\", \"b\", \"c\").Numeric(\"sum\", x => x[0])));")]
    [TestCase("OnnxModel.LoadClassifier(\"m\", Row.Features).WithSafety(s => s.UseFeatures(FeatureSchema.For<Row>().Numeric(\"a\", r => r.A)));")]
    [TestCase("Model.FromDelegate<float[], float>(x => x[0]).WithSafety(s => s.UseFeatures(_two));")]
    public Task Widths_that_agree_or_cannot_be_known_are_not(string body) => Marked.AssertAsync(new SchemaWidthAnalyzer(), Method(body));
}
