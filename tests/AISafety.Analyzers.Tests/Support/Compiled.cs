using System.Collections.Immutable;
using AISafety.Analyzers.Rows;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AISafety.Analyzers.Tests.Support;

/// <summary>Source code, compiled with the generator at work.</summary>
internal sealed class Compiled
{
    private static readonly ImmutableArray<MetadataReference> _references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    private static readonly CSharpParseOptions _options = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    private Compiled(Compilation compilation, GeneratorDriverRunResult run) => (Compilation, Run) = (compilation, run);

    public Compilation Compilation { get; }

    public GeneratorDriverRunResult Run { get; }

    public string Generated => string.Join("\n", Run.GeneratedTrees.Select(tree => tree.ToString()));

    /// <summary>Errors and warnings of the compiler; that something public is not documented is one of generated code only.</summary>
    public IEnumerable<string> Faults => Compilation.GetDiagnostics()
        .Where(one => one.Severity >= DiagnosticSeverity.Warning && (one.Id != "CS1591" || Run.GeneratedTrees.Any(tree => tree == one.Location.SourceTree)))
        .Concat(Run.Diagnostics)
        .Select(one => one.ToString());

    public static CSharpCompilation Parse(string source, OutputKind kind = OutputKind.DynamicallyLinkedLibrary) => CSharpCompilation.Create(
        "Sample",
        [
            CSharpSyntaxTree.ParseText(source, _options, "Sample.cs"),
            CSharpSyntaxTree.ParseText("""
                global using System;
                global using System.Collections.Generic;
                global using System.ComponentModel.DataAnnotations;
                global using System.Threading.Tasks;
                global using AISafety;
                """, _options, "Usings.cs"),
        ],
        _references,
        new(kind, nullableContextOptions: NullableContextOptions.Enable));

    public static GeneratorDriver Driver(bool isTracked = false) => CSharpGeneratorDriver.Create(
        [new FeatureRowGenerator().AsSourceGenerator()],
        parseOptions: _options,
        driverOptions: new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: isTracked));

    public static Compiled From(string source, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
    {
        GeneratorDriver driver = Driver().RunGeneratorsAndUpdateCompilation(Parse(source, kind), out Compilation compilation, out _);
        return new(compilation, driver.GetRunResult());
    }

    /// <summary>What an analyzer reports, in the order of the source.</summary>
    public async Task<Diagnostic[]> AnalyseAsync(DiagnosticAnalyzer analyzer) =>
        [.. (await Compilation.WithAnalyzers([analyzer]).GetAnalyzerDiagnosticsAsync().ConfigureAwait(false)).OrderBy(one => one.Location.SourceSpan.Start)];
}
