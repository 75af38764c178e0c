using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AISafety.Analyzers.Tests.Support;

/// <summary>Source code in which the places that must be reported stand between <c>[|</c> and <c>|]</c>.</summary>
internal static class Marked
{
    /// <summary>Whether the analyzer reports exactly the marked places. The code must compile.</summary>
    public static async Task<Diagnostic[]> AssertAsync(DiagnosticAnalyzer analyzer, string source, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
    {
        string plain = source;
        List<(int Start, int End)> places = [];
        for (int open = plain.IndexOf("[|", StringComparison.Ordinal); open >= 0; open = plain.IndexOf("[|", StringComparison.Ordinal))
        {
            plain = plain.Remove(open, 2);
            int close = plain.IndexOf("|]", StringComparison.Ordinal);
            plain = plain.Remove(close, 2);
            places.Add((open, close));
        }

        Compiled compiled = Compiled.From(plain, kind);
        Assert.That(compiled.Compilation.GetDiagnostics().Where(one => one.Severity == DiagnosticSeverity.Error).Select(one => one.ToString()), Is.Empty);
        Diagnostic[] found = await compiled.AnalyseAsync(analyzer).ConfigureAwait(false);
        Assert.That(found.Select(one => (one.Location.SourceSpan.Start, one.Location.SourceSpan.End)), Is.EqualTo(places), string.Join("\n", found.Select(one => one.ToString())));
        return found;
    }
}
