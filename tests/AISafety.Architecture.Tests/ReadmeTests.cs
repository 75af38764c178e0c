using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AISafety.Architecture.Tests;

/// <summary>The README's example compiles as it stands, in fifteen lines, and with no generic argument spelled out; so do those of some pages.</summary>
[TestFixture]
public sealed partial class ReadmeTests
{
    [TestCase("README.md", 0)]
    [TestCase("docs/concepts/statistics.md", 0)]
    [TestCase("docs/concepts/statistics.md", 1)]
    [TestCase("docs/concepts/reference-profile.md", 0)]
    [TestCase("docs/concepts/mlnet-models.md", 0)]
    public void Example_compiles(string file, int number)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Readme",
            [CSharpSyntaxTree.ParseText(Example(file, number)), CSharpSyntaxTree.ParseText("""
                global using System;
                global using System.Collections.Generic;
                global using System.IO;
                global using System.Linq;
                global using System.Threading.Tasks;
                """)],
            References(),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

        Assert.That(
            compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(diagnostic => diagnostic.ToString()),
            Is.Empty);
    }

    [Test]
    public void Example_spells_out_no_generic_argument() =>
        Assert.That(CSharpSyntaxTree.ParseText(Example()).GetRoot().DescendantNodes().OfType<TypeArgumentListSyntax>(), Is.Empty);

    [Test]
    public void Example_is_short() =>
        Assert.That(Example().Split('\n').Count(line => line.Trim().Length > 0), Is.LessThanOrEqualTo(18));

    private static string Example(string file = "README.md", int number = 0) =>
        CodeBlock().Matches(File.ReadAllText(Path.Combine(Repository.Root, file)))[number].Groups["code"].Value;

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
