using AISafety.Analyzers.Rows;
using AISafety.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AISafety.Analyzers.Tests.Generator;

/// <summary>An edit that does not concern a row costs no generated code.</summary>
[TestFixture]
public sealed class CachingTests
{
    private const string Row = """
        public enum Kind { A, B }
        [FeatureRow] public partial record Inner(double Z, [VectorLength(2)] float[] V);
        [FeatureRow] public partial record Row([Range(1, 2)] int A, Kind B, [AllowedValues("a", "b")] string C, Inner D, [StringLength(5)] string E);
        """;

    private static (IncrementalStepRunReason[] Rows, IncrementalStepRunReason[] Outputs) Rerun(Func<CSharpCompilation, CSharpCompilation> edit)
    {
        CSharpCompilation before = Compiled.Parse(Row);
        GeneratorDriver driver = Compiled.Driver(isTracked: true).RunGenerators(before);
        GeneratorRunResult run = driver.RunGenerators(edit(before)).GetRunResult().Results.Single();
        return (
            [.. run.TrackedSteps[FeatureRowGenerator.Rows].SelectMany(step => step.Outputs).Select(output => output.Reason)],
            [.. run.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason)]);
    }

    private static CSharpCompilation Replace(CSharpCompilation compilation, string source)
    {
        SyntaxTree old = compilation.SyntaxTrees[0];
        return compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(source, (CSharpParseOptions)old.Options, old.FilePath));
    }

    [Test]
    public void Edit_of_another_file_leaves_everything_as_it_is()
    {
        (IncrementalStepRunReason[] rows, IncrementalStepRunReason[] outputs) = Rerun(compilation =>
            compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other { int x = 1; }", (CSharpParseOptions)compilation.SyntaxTrees[0].Options)));

        Assert.That(rows, Has.Length.EqualTo(2).And.All.EqualTo(IncrementalStepRunReason.Cached));
        Assert.That(outputs, Has.Length.EqualTo(2).And.All.EqualTo(IncrementalStepRunReason.Cached));
    }

    [TestCase("// A comment that moves everything.\n\n")]
    [TestCase("public class Added { }\n")]
    public void Edit_of_the_same_file_around_the_rows_leaves_their_models_equal(string added)
    {
        (IncrementalStepRunReason[] rows, IncrementalStepRunReason[] outputs) = Rerun(compilation => Replace(compilation, added + Row));

        // The types are read again, and found to say the same: what comes after that is not run at all.
        Assert.That(rows, Has.Length.EqualTo(2).And.All.EqualTo(IncrementalStepRunReason.Cached));
        Assert.That(outputs, Has.Length.EqualTo(2).And.All.EqualTo(IncrementalStepRunReason.Cached));
    }

    // The first is the inner row, which only the last edit concerns.
    [TestCase("Range(1, 2)", "Range(1, 3)", IncrementalStepRunReason.Cached)]
    [TestCase("{ A, B }", "{ A, B, C }", IncrementalStepRunReason.Cached)]
    [TestCase("\"a\", \"b\"", "\"b\", \"a\"", IncrementalStepRunReason.Cached)]
    [TestCase("double Z", "double? Z", IncrementalStepRunReason.Modified)]
    public void Edit_that_concerns_a_row_writes_that_row_again(string old, string now, IncrementalStepRunReason inner)
    {
        (_, IncrementalStepRunReason[] outputs) = Rerun(compilation => Replace(compilation, Row.Replace(old, now, StringComparison.Ordinal)));

        Assert.That(outputs, Is.EqualTo(new[] { inner, IncrementalStepRunReason.Modified }));
    }

    [Test]
    public void Model_holds_no_symbol()
    {
        Type[] kept = [.. typeof(RowModel).Assembly.GetTypes()
            .Where(type => type == typeof(RowModel) || typeof(RowPart).IsAssignableFrom(type))
            .SelectMany(type => type.GetProperties())
            .Select(property => property.PropertyType)
            .Where(type => typeof(ISymbol).IsAssignableFrom(type) || typeof(SyntaxNode).IsAssignableFrom(type) || typeof(Location).IsAssignableFrom(type))];

        Assert.That(kept, Is.Empty);
    }
}
