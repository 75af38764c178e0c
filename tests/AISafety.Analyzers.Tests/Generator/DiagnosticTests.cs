using AISafety.Analyzers.Diagnostics;
using AISafety.Analyzers.Rows;
using AISafety.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;

namespace AISafety.Analyzers.Tests.Generator;

/// <summary>What is wrong with a row is an error at its place, which says what to do.</summary>
[TestFixture]
public sealed class DiagnosticTests
{
    // The place is between [| and |].
    private static IEnumerable<TestCaseData> Faults()
    {
        yield return new("AIS0001", "[FeatureRow] public record [|Row|](int A);", "add the modifier 'partial'");
        yield return new("AIS0001", "public class [|Outer|] { [FeatureRow] public partial record Row(int A); }", "'Outer' must be declared partial");
        yield return Property("AIS0002", "public object [|A|] { get; set; } = 1;", "expected a number");
        yield return Property("AIS0002", "public char [|A|] { get; set; }", "[Feature(Ignore = true)]");
        yield return Property("AIS0002", "public string [|A|] { get; set; } = \"\";", "[AllowedValues(...)]");
        yield return Property("AIS0002", "public int[] [|A|] { get; set; } = [];", "'int[]'");
        yield return Property("AIS0002", "public float[,] [|A|] { get; set; } = new float[1, 1];", "float");
        yield return Property("AIS0002", "public List<float> [|A|] { get; set; } = [];", "List<float>");
        yield return Property("AIS0002", "public Plain [|A|] { get; set; } = new();", "mark 'Plain' with [FeatureRow]");
        yield return Property("AIS0002", "public Bits [|A|] { get; set; }", "give a bool for each flag");
        yield return Property("AIS0002", "public None [|A|] { get; set; }", "no known values");
        yield return new("AIS0002", "[FeatureRow] public partial record Row(int X, Guid [|A|]);", "'Guid'");
        yield return Property("AIS0003", "public float[] [|A|] { get; set; } = [];", "add [VectorLength(n)]");
        yield return Property("AIS0003", "[VectorLength(0)] public ReadOnlyMemory<double> [|A|] { get; set; }", "at least 1");
        yield return Property("AIS0004", "[[|Range(2, 1)|]] public int A { get; set; }", "above the maximum");
        yield return Property("AIS0004", "[[|Range(double.NaN, 1)|]] public int A { get; set; }", "cannot be read");
        yield return Property("AIS0004", "[[|Range(typeof(int), \"x\", \"1\")|]] public int A { get; set; }", "cannot be read");
        yield return Property("AIS0004", "[[|Range(0, 1, MaximumIsExclusive = true)|]] public double A { get; set; }", "state the limit that is included");
        yield return Property("AIS0004", "[[|Range(0, 1)|]] public DateOnly A { get; set; }", "write [Range(typeof(DateOnly), \"...\", \"...\")]");
        yield return Property("AIS0004", "[[|Range(typeof(DateTime), \"2020-01-01\", \"2021-01-01\")|]] public DateOnly A { get; set; }", "not of the property's type");
        yield return Property("AIS0004", "[[|Range(typeof(DateTime), \"2020-01-01\", \"2021-01-01\")|]] public int A { get; set; }", "not of the property's type");
        yield return Property("AIS0004", "[[|Range(0, 1)|]] public bool A { get; set; }", "a range is for numbers");
        yield return Property("AIS0004", "[[|Range(0, 1)|], VectorLength(2)] public float[] A { get; set; } = [];", "a range is for numbers");
        yield return Property("AIS0004", "[[|AllowedValues(1.5)|]] public double A { get; set; }", "known values are for");
        yield return Property("AIS0004", "[[|AllowedValues(1)|]] public DateOnly A { get; set; }", "known values are for");
        yield return Property("AIS0004", "[[|AllowedValues()|]] public int A { get; set; }", "lists no value");
        yield return Property("AIS0004", "[[|AllowedValues(1, 300)|]] public byte A { get; set; }", "'300' is no byte");
        yield return Property("AIS0004", "[[|AllowedValues(\"a\", 1)|]] public string A { get; set; } = \"\";", "'1' is no string");
        yield return Property("AIS0004", "[[|AllowedValues(\"a\", \"a\")|]] public string A { get; set; } = \"\";", "twice");
        yield return Property("AIS0004", "[[|VectorLength(2)|]] public int A { get; set; }", "for vectors");
        yield return Property("AIS0004", "[[|StringLength(2)|]] public int A { get; set; }", "for text");
        yield return Property("AIS0004", "[[|MaxLength(2)|], VectorLength(2)] public float[] A { get; set; } = [];", "[VectorLength(n)]");
        yield return Property("AIS0004", "[[|StringLength(2, MinimumLength = 3)|]] public string A { get; set; } = \"\";", "least length");
        yield return Property("AIS0004", "[[|RegularExpression(\"(\")|]] public string A { get; set; } = \"\";", "no regular expression");
        yield return Property("AIS0004", "[[|Feature(Unit = \"days\")|]] public DateOnly A { get; set; }", "remove Unit");
        yield return Property("AIS0004", "[[|Feature(Unit = \"m\")|]] public bool A { get; set; }", "remove Unit");
        yield return Property("AIS0004", "[[|Feature(Name = \" \")|]] public bool A { get; set; }", "the name is blank");
        yield return Property("AIS0005", "[Feature(Name = \"X\")] public int [|A|] { get; set; }", "already has a feature called 'X'");
        yield return Property("AIS0005", "[Feature(Name = \"V[1]\")] public int B { get; set; } [VectorLength(2)] public float[] [|V|] { get; set; } = [];", "'V[1]'");
        yield return Property("AIS0006", "[[|EmailAddress|], StringLength(5)] public string A { get; set; } = \"\";", "a rule of your own");
        yield return Property("AIS0006", "[[|DeniedValues(1)|]] public int A { get; set; }", "a rule of your own");
        yield return new("AIS0007", "[FeatureRow] public partial class Row { public int X { get; set; } public Row? [|Next|] { get; set; } }", "leave it out");
        yield return new("AIS0008", "[FeatureRow] public partial class [|Row|]<T> { public int A { get; set; } }", "generic");
        yield return new("AIS0008", "public partial class Outer<T> { [FeatureRow] public partial class [|Row|] { public int A { get; set; } } }", "generic");
        yield return new("AIS0008", "[FeatureRow] public static partial class [|Row|] { }", "static");
        yield return new("AIS0008", "[FeatureRow] public ref partial struct [|Row|] { public int A => 1; }", "ref struct");
        yield return new("AIS0008", "[FeatureRow] file partial class [|Row|] { public int A { get; set; } }", "'file'");
        yield return new("AIS0008", "[FeatureRow] public partial class [|Row|] { public int A { get; set; } public int Features { get; set; } }", "already");
        yield return new("AIS0008", "[FeatureRow] public partial class [|Row|] { [StringLength(5)] public string A { get; set; } = \"\"; }", "expected at least one");
        yield return new("AIS0008", "public class Base { public int Features { get; set; } } [FeatureRow] public partial class [|Row|] : Base { public int A { get; set; } }", "already");
        yield return Property("AIS0004", "[[|RegularExpression(\"(?x)a # the rest is a comment\")|]] public string A { get; set; } = \"\";", "no regular expression");
    }

    private static TestCaseData Property(string id, string property, string says) =>
        new(id, $"[FeatureRow] public partial class Row {{ public int X {{ get; set; }} {property} }}", says);

    [TestCaseSource(nameof(Faults))]
    public async Task Fault_is_reported_at_its_place_and_says_what_to_do(string id, string marked, string says)
    {
        const string More = "\npublic class Plain { } [Flags] public enum Bits { A = 1, B = 2 } public enum None { }";
        int start = marked.IndexOf("[|", StringComparison.Ordinal);
        int end = marked.IndexOf("|]", StringComparison.Ordinal) - 2;
        Compiled compiled = Compiled.From(marked.Remove(end + 2, 2).Remove(start, 2) + More);

        Diagnostic[] found = await compiled.AnalyseAsync(new FeatureRowAnalyzer());

        Assert.That(found.Select(one => one.Id), Is.EqualTo(new[] { id }), string.Join("\n", found.Select(one => one.ToString())));
        Assert.That(found[0].GetMessage(null), Does.Contain(says));
        Assert.That((found[0].Location.SourceSpan.Start, found[0].Location.SourceSpan.End), Is.EqualTo((start, end)));
    }

    [TestCaseSource(nameof(Faults))]
    public void Fault_of_a_property_leaves_the_rest_of_the_row(string id, string marked, string says)
    {
        Assert.That(says, Is.Not.Empty);
        Compiled compiled = Compiled.From(marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)
            + "\npublic class Plain { } [Flags] public enum Bits { A = 1, B = 2 } public enum None { }");

        // One mistake is one error: what is generated compiles, and the type has its Features.
        Assert.That(compiled.Faults, Is.Empty);
        Assert.That(compiled.Run.GeneratedTrees, Has.Length.EqualTo(id is "AIS0001" or "AIS0008" ? 0 : 1));
    }

    [Test]
    public async Task Fault_of_a_nested_or_base_row_is_told_once_where_it_is_declared()
    {
        Compiled compiled = Compiled.From("""
            [FeatureRow] public partial class Inner { public int X { get; set; } public object Bad { get; set; } = 1; }
            [FeatureRow] public partial class Row : Inner { public Inner A { get; set; } = new(); }
            """);

        Assert.That((await compiled.AnalyseAsync(new FeatureRowAnalyzer())).Select(one => one.Id), Is.EqualTo(new[] { "AIS0002" }));
    }

    [Test]
    public async Task Property_that_is_left_out_is_no_fault() =>
        Assert.That(await Compiled.From("[FeatureRow] public partial record Row(int X, [Feature(Ignore = true)] object A) { [Feature(Ignore = true)] public Row? Next { get; set; } }").AnalyseAsync(new FeatureRowAnalyzer()), Is.Empty);

    [Test]
    public void Each_rule_has_a_section_in_the_docs()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "concepts", "analyzers.md"));
        DiagnosticDescriptor[] rules = [.. RowDiagnostics.All, UsageDiagnostics.DroppedResult, UsageDiagnostics.PastTheGuards, UsageDiagnostics.WrongWidth];

        Assert.That(rules.Where(rule => !page.Contains($"## {rule.Id}\n", StringComparison.Ordinal)).Select(rule => rule.Id), Is.Empty);
        Assert.That(rules.Select(rule => rule.HelpLinkUri), Is.EqualTo(rules.Select(rule => $"docs/concepts/analyzers.md#{rule.Id.ToLowerInvariant()}")));
    }
}
