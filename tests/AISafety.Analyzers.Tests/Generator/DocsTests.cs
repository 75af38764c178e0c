using System.Text.RegularExpressions;
using AISafety.Analyzers.Rows;
using AISafety.Analyzers.Tests.Support;

namespace AISafety.Analyzers.Tests.Generator;

/// <summary>The example of a feature row in the docs compiles as it stands, and nothing in it is reported.</summary>
[TestFixture]
public sealed partial class DocsTests
{
    [Test]
    public async Task Example_of_a_feature_row_compiles()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "concepts", "features.md"));
        string[] example = CodeBlock().Matches(page).Select(match => match.Groups["code"].Value).Single(code => code.Contains("[FeatureRow]", StringComparison.Ordinal)).Split("\nvar safe", 2);

        Compiled compiled = Compiled.From($$"""
            public enum Employment { Employed, Retired }
            [FeatureRow] public partial record Address(int Zip);
            {{example[0]}}
            public class Sample { public void Run(IModel<Applicant, string> model) { var safe{{example[1]}} } }
            """);

        Assert.That(compiled.Faults, Is.Empty);
        Assert.That(await compiled.AnalyseAsync(new FeatureRowAnalyzer()), Is.Empty);
        Assert.That(compiled.Generated, Does.Contain("\"Previous.Zip\""));
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
