using System.Collections.Immutable;
using AISafety.Analyzers.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AISafety.Analyzers.Rows;

/// <summary>Reads a type that is marked with <c>[FeatureRow]</c>, and says what is wrong with it.</summary>
internal static class RowReader
{
    public const string FileEnding = ".FeatureRow.g.cs";

    /// <summary>Reads a row.</summary>
    /// <param name="type">The type.</param>
    /// <param name="report">Receives what is wrong; null if nobody wants to know.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>What can be generated; null if nothing can.</returns>
    public static RowModel? Read(INamedTypeSymbol type, Action<Diagnostic>? report, CancellationToken cancellation)
    {
        RowReports reports = new(type, report);
        if (Refuse(type) is { } reason)
        {
            reports.Add(RowDiagnostics.BadRow, type, type.Name, reason);
            return null;
        }

        if (Containers(type).FirstOrDefault(one => !IsPartial(one)) is { } closed)
        {
            reports.Add(RowDiagnostics.NotPartial, closed, closed.Name);
            return null;
        }

        EquatableArray<RowPart> parts = ReadParts(type, "", [type], reports, cancellation);
        if (parts.Sum(part => part.Width) == 0)
        {
            if (!reports.Any)
            {
                reports.Add(RowDiagnostics.BadRow, type, type.Name, "no public property of it is a feature; expected at least one");
            }

            return null;
        }

        return new(
            type.FullName() + FileEnding,
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(CodeText.Escaped),
            new([.. Containers(type).Select(Declaration)]),
            type.ToDisplayString(CodeText.Qualified),
            Bases(type).Any(one => one.Has(Known.FeatureRow) || one.GetMembers("Features").Any(member => member.DeclaredAccessibility != Accessibility.Private)),
            parts);
    }

    /// <summary>The parts of a row; those that cannot be mapped are reported and left out.</summary>
    public static EquatableArray<RowPart> ReadParts(
        INamedTypeSymbol type, string prefix, ImmutableArray<INamedTypeSymbol> open, RowReports reports, CancellationToken cancellation)
    {
        ImmutableArray<RowPart>.Builder parts = ImmutableArray.CreateBuilder<RowPart>();
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (IPropertySymbol property in RowProperties.Of(type))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (RowPart part in PropertyReader.Read(property, prefix, open, reports, cancellation))
            {
                if (part.Names.FirstOrDefault(name => !names.Add(name)) is { } taken)
                {
                    reports.Add(RowDiagnostics.SameName, property, taken, property.Name);
                }
                else
                {
                    parts.Add(part);
                }
            }
        }

        return new(parts.ToImmutable());
    }

    private static string? Refuse(INamedTypeSymbol type) =>
        Containers(type).Any(one => one.Arity > 0) ? "it is generic, and a schema belongs to one type; mark types that are not"
        : type.IsStatic ? "it is static, so there are no inputs of it"
        : type.IsRefLikeType ? "it is a ref struct, which no model can be asked with; declare a struct"
        : type.IsFileLocal || Containers(type).Any(one => one.IsFileLocal) ? "it is local to its file, where nothing can be generated into; remove the modifier 'file'"
        : type.GetMembers("Features").Any(IsWritten) || Bases(type).Any(one => one.GetMembers("Features").Any(member => !member.IsStatic)) ? "it has a member called 'Features' already, which is what is generated; give that one another name"
        : null;

    private static bool IsWritten(ISymbol member) =>
        !member.DeclaringSyntaxReferences.Any(part => part.SyntaxTree.FilePath.EndsWith(FileEnding, StringComparison.Ordinal));

    private static bool IsPartial(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(part => part.GetSyntax() is TypeDeclarationSyntax syntax
            && syntax.Modifiers.Any(modifier => modifier.Text == "partial"));

    /// <summary>The type and those around it, outermost first.</summary>
    private static IEnumerable<INamedTypeSymbol> Containers(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? Containers(outer).Append(type) : [type];

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? one = type.BaseType; one is not null; one = one.BaseType)
        {
            yield return one;
        }
    }

    private static string Declaration(INamedTypeSymbol type)
    {
        string kind = (type.TypeKind, type.IsRecord) switch
        {
            (TypeKind.Struct, true) => "record struct",
            (TypeKind.Struct, false) => "struct",
            (TypeKind.Interface, _) => "interface",
            (_, true) => "record",
            _ => "class",
        };
        return $"partial {kind} {CodeText.Identifier(type.Name)}";
    }
}
