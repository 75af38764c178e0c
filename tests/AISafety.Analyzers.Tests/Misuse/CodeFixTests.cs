using System.Collections.Immutable;
using AISafety.Analyzers.Misuse;
using AISafety.Analyzers.Rows;
using AISafety.Analyzers.Tests.Support;
using AISafety.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace AISafety.Analyzers.Tests.Misuse;

/// <summary>Each fix mends what it is offered for: the code afterwards is as expected, compiles, and is not reported again.</summary>
[TestFixture]
public sealed class CodeFixTests
{
    [TestCase("[FeatureRow] public record Row(int A);", "[FeatureRow] public partial record Row(int A);")]
    [TestCase("/// <summary>A.</summary>\n[FeatureRow]\nrecord struct Row(int A);", "/// <summary>A.</summary>\n[FeatureRow]\npartial record struct Row(int A);")]
    [TestCase("public class Outer { [FeatureRow] public partial record Row(int A); }", "public partial class Outer { [FeatureRow] public partial record Row(int A); }")]
    public Task Not_partial_is_made_partial(string before, string after) => AssertAsync(new FeatureRowAnalyzer(), new MakePartialFix(), before, after);

    [TestCase("[FeatureRow] public partial record Row(int X, object A);", "[FeatureRow] public partial record Row(int X, [Feature(Ignore = true)] object A);")]
    [TestCase("[FeatureRow] public partial record Row(int X, [Feature(Unit = \"m\")] object A);", "[FeatureRow] public partial record Row(int X, [Feature(Unit = \"m\", Ignore = true)] object A);")]
    [TestCase("[FeatureRow] public partial class Row { public int X { get; set; } public float[]? V { get; set; } }", "[FeatureRow] public partial class Row { public int X { get; set; } [Feature(Ignore = true)] public float[]? V { get; set; } }")]
    [TestCase("[FeatureRow] public partial class Row { public int X { get; set; } public Row? Next { get; set; } }", "[FeatureRow] public partial class Row { public int X { get; set; } [Feature(Ignore = true)] public Row? Next { get; set; } }")]
    public Task Property_that_cannot_be_mapped_is_left_out(string before, string after) => AssertAsync(new FeatureRowAnalyzer(), new IgnorePropertyFix(), before, after);

    [TestCase("await model.PredictAsync(1);", "await safe.PredictAsync(1);")]
    public Task Call_past_the_guards_goes_to_the_safe_model(string before, string after)
    {
        static string Method(string body) => $"public class Sample {{ public async Task Run(IModel<int, string> model) {{ await using var safe = model.WithSafety(s => {{ }}); {body} }} }}";
        return AssertAsync(new PastGuardsAnalyzer(), new AskSafeModelFix(), Method(before), Method(after));
    }

    [Test]
    public async Task Call_that_a_safe_model_does_not_have_gets_no_fix()
    {
        const string Source = "public class Sample { public async Task Run(IBatchModel<int, string> model) { await using var safe = model.WithSafety(s => { }); await model.PredictBatchAsync(default, default); } }";
        Diagnostic found = (await Compiled.From(Source).AnalyseAsync(new PastGuardsAnalyzer())).Single();

        Assert.That(await ActionsAsync(Open(Source), new AskSafeModelFix(), found), Is.Empty);
    }

    private static async Task AssertAsync(DiagnosticAnalyzer analyzer, CodeFixProvider fix, string before, string after)
    {
        Diagnostic found = (await Compiled.From(before).AnalyseAsync(analyzer).ConfigureAwait(false)).Single();
        Assert.That(fix.FixableDiagnosticIds, Does.Contain(found.Id));
        Document document = Open(before);
        CodeAction action = (await ActionsAsync(document, fix, found).ConfigureAwait(false)).Single();
        ApplyChangesOperation change = (await action.GetOperationsAsync(CancellationToken.None).ConfigureAwait(false)).OfType<ApplyChangesOperation>().Single();
        string mended = Lines((await change.ChangedSolution.GetDocument(document.Id)!.GetTextAsync().ConfigureAwait(false)).ToString());

        Assert.That(mended, Is.EqualTo(after));
        Compiled compiled = Compiled.From(mended);
        Assert.That(compiled.Faults, Is.Empty);
        Assert.That(await compiled.AnalyseAsync(analyzer).ConfigureAwait(false), Is.Empty);
    }

    private static Document Open(string source)
    {
        AdhocWorkspace workspace = new();
        Project project = workspace.AddProject("Sample", LanguageNames.CSharp);
        return project.AddDocument("Sample.cs", SourceText.From(source));
    }

    private static async Task<List<CodeAction>> ActionsAsync(Document document, CodeFixProvider fix, Diagnostic found)
    {
        SyntaxTree tree = (await document.GetSyntaxTreeAsync().ConfigureAwait(false))!;
        Diagnostic here = Diagnostic.Create(found.Descriptor, Location.Create(tree, found.Location.SourceSpan), found.Properties, ImmutableArray.CreateRange(found.Properties.Values).ToArray());
        List<CodeAction> actions = [];
        await fix.RegisterCodeFixesAsync(new(document, here, (action, _) => actions.Add(action), CancellationToken.None)).ConfigureAwait(false);
        return actions;
    }

    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}
