using AISafety.Analyzers.Rows;
using AISafety.Analyzers.Tests.Support;

namespace AISafety.Analyzers.Tests.Generator;

/// <summary>Every type that is supported compiles without a warning, and without a diagnostic of ours.</summary>
[TestFixture]
public sealed class SupportedTypesTests
{
    private static readonly string[] _numbers =
    [
        "sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong", "nint", "nuint", "System.Half", "float", "double", "decimal",
        "System.Int128", "System.UInt128", "System.Numerics.BigInteger", "System.DateOnly", "System.DateTime", "System.DateTimeOffset", "System.TimeSpan", "System.TimeOnly",
    ];

    private static IEnumerable<TestCaseData> Properties()
    {
        foreach (string number in _numbers)
        {
            yield return new($"public {number} Value {{ get; set; }}", "Number(\"Value\"", "true, false)");
            yield return new($"public {number}? Value {{ get; set; }}", "Number(\"Value\"", "false, false)");
            yield return new($"[Required] public {number}? Value {{ get; set; }}", "Number(\"Value\"", "true, false)");
        }

        foreach (string category in new[] { "bool", "DayOfWeek", "Odd" })
        {
            yield return new($"public {category} Value {{ get; set; }}", "Category(\"Value\"", "true, false)");
            yield return new($"[Sensitive] public {category}? Value {{ get; set; }}", "Category(\"Value\"", "false, true)");
        }

        yield return new("[AllowedValues(1, 5)] public int Value { get; set; }", "[\"1\", \"5\"]", "_ => global::AISafety.Feature.Unseen");
        yield return new("[AllowedValues(1, 5)] public ulong? Value { get; set; }", "[\"1\", \"5\"]", "(ulong)(5) => 1f");
        yield return new("[AllowedValues(true)] public bool Value { get; set; }", "[\"True\"]", "true => 0f");
        yield return new("[AllowedValues(Odd.B)] public Odd Value { get; set; }", "[\"B\"]", "(global::Odd)(-7) => 0f");
        yield return new("[AllowedValues(\"a\", null)] public string Value { get; set; } = \"\";", "[\"a\"]", "false, false)");
        yield return new("[AllowedValues(\"a\")] public string Value { get; set; } = \"\";", "[\"a\"]", "true, false)");
        yield return new("[AllowedValues(\"a\")] public string? Value { get; set; }", "[\"a\"]", "false, false)");
        foreach (string vector in new[] { "float[]", "double[]", "ReadOnlyMemory<float>", "ReadOnlyMemory<double>", "Memory<float>", "Memory<double>", "System.Collections.Immutable.ImmutableArray<float>", "System.Collections.Immutable.ImmutableArray<double>" })
        {
            yield return new($"[VectorLength(3)] public {vector} Value {{ get; set; }} = default!;", "Vector(\"Value\", 3", "true, false)");
            yield return new($"[VectorLength(3), Feature(Unit = \"mm\")] public {vector}? Value {{ get; set; }}", "Vector(\"Value\", 3, \"mm\"", "false, false)");
            yield return new($"[VectorLength(3), Required] public {vector}? Value {{ get; set; }}", "Vector(\"Value\", 3", "true, false)");
        }

        yield return new("public Inner Value { get; set; } = new();", "Number(\"Value.Z\"", "true, false)");
        yield return new("public Inner? Value { get; set; }", "Number(\"Value.Z\"", "false, false)");
        yield return new("public Pair Value { get; set; }", "Number(\"Value.Y\"", "true, false)");
        yield return new("public Pair? Value { get; set; }", "Number(\"Value.Y\"", "false, false)");
        yield return new("public int X { get; set; } [StringLength(5)] public string Value { get; set; } = \"\";", "new(\"Value\", true, true, 0, 5, null, 0)", "Number(\"X\"");
        yield return new("public int X { get; set; } [Required, MinLength(2), MaxLength(5)] public string? Value { get; set; }", "new(\"Value\", true, false, 2, 5, null, 0)", "Number(\"X\"");
        yield return new("public int X { get; set; } [Length(1, 9)] public string? Value { get; set; }", "new(\"Value\", false, true, 1, 9, null, 0)", "Number(\"X\"");
        yield return new("public int X { get; set; } [RegularExpression(\"a{2}\")] public string? Value { get; set; }", "\"a{2}\", 0)", "Number(\"X\"");
        yield return new("[Feature(Name = \"a {0} <b>\")] public int? Value { get; set; }", "Number(\"a {0} <b>\"", "a {0} &lt;b&gt;");
        yield return new("[Range(1, 2)] public float Value { get; set; }", "1d, 2d", "Number(");
        yield return new("[Range(double.NegativeInfinity, 2.5)] public long Value { get; set; }", "double.NegativeInfinity, 2.5d", "Number(");
        yield return new("[Range(typeof(decimal), \"-0.5\", \"1e3\")] public decimal Value { get; set; }", "-0.5d, 1000d", "Number(");
        yield return new("[Range(typeof(DateTime), \"1970-01-02T12:00:00\", \"1970-01-03\")] public DateTime Value { get; set; }", "1.5d, 2d", "Number(");
        yield return new("[Range(typeof(TimeOnly), \"00:01\", \"12:00\")] public TimeOnly Value { get; set; }", "60d, 43200d", "Number(");
        yield return new("[DataType(DataType.Currency)] public int Value { get; set; }", "Number(", "Value");
    }

    [TestCaseSource(nameof(Properties))]
    public async Task Property_is_mapped(string property, string first, string second)
    {
        Compiled compiled = Compiled.From($$"""
            public enum Odd { A = 3, B = -7 }
            [FeatureRow] public partial record struct Pair(float X, int Y);
            [FeatureRow] public partial class Inner { public double Z { get; set; } }
            [FeatureRow] public partial class Row { {{property}} }
            """);

        Assert.That(compiled.Faults, Is.Empty);
        Assert.That(await compiled.AnalyseAsync(new FeatureRowAnalyzer()), Is.Empty);
        Assert.That(compiled.Run.GeneratedTrees.Single(tree => tree.FilePath.EndsWith("Row.FeatureRow.g.cs", StringComparison.Ordinal)).ToString(), Does.Contain(first).And.Contain(second));
    }

    private static IEnumerable<string> Declarations()
    {
        yield return "[FeatureRow] public partial class Row { public int A { get; set; } }";
        yield return "namespace A.@namespace { [FeatureRow] partial struct @class { public int @int { get; set; } public bool? @from { get; set; } } }";
        yield return "namespace N; public static partial class Outer { private partial interface IMiddle { [FeatureRow] private protected partial record struct Row(int A); } }";
        yield return "[FeatureRow] internal sealed partial record Row([AllowedValues(\"a\")] string? A, [property: Feature(Name = \"b\")] int B) { public int C => B; }";
        yield return "[FeatureRow] public readonly partial record struct Row(int A) { public static int Count { get; set; } internal int Hidden { get; } = 1; private int Secret => 2; public int this[int i] => i; public int Written { set { _ = value; } } }";
        yield return "public class Base { public virtual int A { get; set; } public int B { get; set; } } [FeatureRow] public partial class Row : Base { public override int A { get; set; } public new double B { get; set; } }";
        yield return "[FeatureRow] public partial record Base(int A); [FeatureRow] public partial record Row(int A, int B) : Base(A);";
        yield return "[FeatureRow] public abstract partial class Row { [Obsolete(\"old\")] public int A { get; set; } public required int B { get; init; } }";
        yield return "public class Base { public static int Features { get; set; } } [FeatureRow] public partial class Row : Base { public int A { get; set; } }";
        yield return "/// <summary>Documented.</summary>\n[AISafety.FeatureRow] public partial class Row { /// <summary>A.</summary>\npublic ulong A { get; set; } }";
        yield return "[FeatureRow] public partial class Row { public int A { get; set; } } public partial class Row { public int B { get; set; } }";
    }

    [TestCaseSource(nameof(Declarations))]
    public async Task Type_of_any_form_compiles_without_a_warning(string source)
    {
        Compiled compiled = Compiled.From(source);

        Assert.That(compiled.Faults, Is.Empty);
        Assert.That(await compiled.AnalyseAsync(new FeatureRowAnalyzer()), Is.Empty);
        Assert.That(compiled.Run.GeneratedTrees, Is.Not.Empty);
    }

    [Test]
    public void Properties_come_base_first_and_in_the_order_of_declaration_once_each()
    {
        Compiled compiled = Compiled.From("""
            public class Base { public int A { get; set; } public virtual int B { get; set; } }
            [FeatureRow] public partial record struct Point(int First) { public int Third { get; set; } = 0; public int Second { get; set; } = 1; }
            [FeatureRow] public partial class Row : Base { public int C { get; set; } public override int B { get; set; } public int D { get; set; } }
            """);

        Assert.That(compiled.Generated, Does.Contain("a row of 3 numbers: First, Third, Second.").And.Contain("a row of 4 numbers: A, B, C, D."));
    }

    [Test]
    public void Generated_code_uses_no_reflection() =>
        Assert.That(Compiled.From("[FeatureRow] public partial record Row(int A, [StringLength(3)] string B, DayOfWeek C, [VectorLength(2)] float[] D);").Generated,
            Does.Not.Contain("typeof").And.Not.Contain("GetType").And.Not.Contain("Reflection").And.Not.Contain("dynamic"));
}
