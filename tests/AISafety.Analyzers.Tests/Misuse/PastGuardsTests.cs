using AISafety.Analyzers.Misuse;
using AISafety.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;

namespace AISafety.Analyzers.Tests.Misuse;

[TestFixture]
public sealed class PastGuardsTests
{
    private static string Method(string body) => $$"""
        public class Sample
        {
            private static IModel<int, string> Make() => Model.FromDelegate<int, string>(x => "a");
            public async Task Run(IModel<int, string> given, IBatchModel<int, string> batch)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """;

    [TestCase("var model = Make(); var safe = model.WithSafety(s => { }); await [|model|].PredictAsync(1); await safe.PredictAsync(1);")]
    [TestCase("await using var safe = given.WithSafety(s => { }); await [|given|].PredictAsync(1);")]
    [TestCase("await using (var safe = given.WithSafety(s => { })) { await [|given|].PredictAsync(1); }")]
    [TestCase("IModel<int, string> safe = batch.WithSafety(s => { }); await [|batch|].PredictBatchAsync(default, default);")]
    [TestCase("var model = AISafety.Onnx.OnnxModel.LoadClassifier(\"m\"); using var kept = model; var safe = model.WithSafety(s => { }); [|model|].Predict([1]);")]
    [TestCase("SafeModel<int, string> safe; safe = ModelExtensions.WithSafety(given, s => { }); Func<Task> later = async () => await [|given|].PredictAsync(2); await later();")]
    [TestCase("var safe = given.WithSafety(s => { }); string Local() => [|given|].PredictAsync(1).Result; Local();")]
    public async Task Call_of_the_model_after_it_was_wrapped_is_reported(string body)
    {
        Diagnostic[] found = await Marked.AssertAsync(new PastGuardsAnalyzer(), Method(body));

        Assert.That(found[0].Id, Is.EqualTo("AIS0011"));
        Assert.That(found[0].GetMessage(null), Does.Contain("'safe' is the same model made safe"));
    }

    [TestCase("await given.PredictAsync(1); var safe = given.WithSafety(s => { });")]
    [TestCase("{ var safe = given.WithSafety(s => { }); } await given.PredictAsync(1);")]
    [TestCase("var other = Make(); var safe = given.WithSafety(s => { }); await other.PredictAsync(1);")]
    [TestCase("var safe = given.WithSafety(s => s.AddFallback(x => given.PredictAsync(x).Result)); await safe.PredictAsync(1);")]
    [TestCase("var safe = given.WithSafety(s => { }); given = Make(); await given.PredictAsync(1);")]
    [TestCase("await given.WithSafety(s => { }).PredictAsync(1); await given.PredictAsync(1);")]
    [TestCase("var safe = given.WithSafety(s => { }); var safer = safe.WithSafety(s => { }); await safer.PredictAsync(1);")]
    public Task Call_that_has_no_wrapped_model_in_scope_is_not(string body) => Marked.AssertAsync(new PastGuardsAnalyzer(), Method(body));

    [Test]
    public Task Fields_are_known_in_every_member() => Marked.AssertAsync(new PastGuardsAnalyzer(), """
        public class Sample
        {
            private readonly IModel<int, string> _model;
            private readonly SafeModel<int, string> _safe;
            public Sample(IModel<int, string> model)
            {
                _model = model;
                _ = _model.PredictAsync(0);
                _safe = _model.WithSafety(s => { });
            }
            public ValueTask<string> Past(int x) => [|_model|].PredictAsync(x);
            public ValueTask<string> Safe(int x) => _safe.PredictAsync(x);
            public ValueTask<string> Another(Sample other, int x) => other._model.PredictAsync(x);
        }
        """);

    [Test]
    public Task Local_of_one_method_is_not_known_in_another() => Marked.AssertAsync(new PastGuardsAnalyzer(), """
        public class Sample
        {
            private readonly IModel<int, string> _model = Model.FromDelegate<int, string>(x => "a");
            public SafeModel<int, string> Make() { var safe = _model.WithSafety(s => { }); return safe; }
            public ValueTask<string> Bare(int x) => _model.PredictAsync(x);
        }
        """);

    [Test]
    public Task Top_level_statements_are_looked_at() => Marked.AssertAsync(
        new PastGuardsAnalyzer(),
        """
        var model = Model.FromDelegate<int, string>(x => "a");
        await using var safe = model.WithSafety(s => { });
        Console.WriteLine(await [|model|].PredictAsync(1));
        """,
        OutputKind.ConsoleApplication);
}
