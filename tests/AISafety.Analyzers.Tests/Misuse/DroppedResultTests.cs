using AISafety.Analyzers.Misuse;
using AISafety.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;

namespace AISafety.Analyzers.Tests.Misuse;

[TestFixture]
public sealed class DroppedResultTests
{
    private static string Method(string body) => $$"""
        public class Sample
        {
            private readonly SafeModel<int, string> safe = null!;
            private SafetyResult<string> last;
            private void Use(SafetyResult<string> result) => last = result;
            private Task<SafetyResult<string>> Ask() => safe.EvaluateAsync(1).AsTask();
            public async Task Run()
            {
                await Task.Yield();
                {{body}}
            }
        }
        """;

    [TestCase("[|await safe.EvaluateAsync(1)|];")]
    [TestCase("[|await safe.EvaluateAsync(1).ConfigureAwait(false)|];")]
    [TestCase("[|await Ask()|];")]
    [TestCase("#pragma warning disable CS4014\n[|safe.EvaluateAsync(1)|];\n[|Ask()|];")]
    [TestCase("Func<Task> later = async () => [|await safe.EvaluateAsync(1)|]; await later();")]
    [TestCase("if (last.HasOutput) [|await safe.EvaluateAsync(1)|];")]
    public async Task Dropped_result_is_reported(string body)
    {
        Diagnostic[] found = await Marked.AssertAsync(new DroppedResultAnalyzer(), Method(body));

        Assert.That(found[0].Id, Is.EqualTo("AIS0010"));
        Assert.That(found[0].GetMessage(null), Does.Contain("'_ ='").And.Contain(body.Contains("Ask", StringComparison.Ordinal) && !body.Contains("Evaluate", StringComparison.Ordinal) ? "'Ask'" : "'EvaluateAsync'"));
    }

    [TestCase("_ = await safe.EvaluateAsync(1);")]
    [TestCase("_ = safe.EvaluateAsync(1);")]
    [TestCase("var result = await safe.EvaluateAsync(1); Use(result);")]
    [TestCase("last = await safe.EvaluateAsync(1);")]
    [TestCase("Use(await safe.EvaluateAsync(1));")]
    [TestCase("(await safe.EvaluateAsync(1)).ToString();")]
    [TestCase("await safe.PredictAsync(1);")]
    [TestCase("Func<Task<SafetyResult<string>>> later = async () => await safe.EvaluateAsync(1); Use(await later());")]
    [TestCase("Func<ValueTask<SafetyResult<string>>> later = () => safe.EvaluateAsync(1); Use(await later());")]
    public Task Used_result_is_not(string body) => Marked.AssertAsync(new DroppedResultAnalyzer(), Method(body));
}
