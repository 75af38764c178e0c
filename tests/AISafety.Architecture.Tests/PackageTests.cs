using System.Xml.Linq;

namespace AISafety.Architecture.Tests;

/// <summary>The packages are a star: each stands on AISafety, or on AISafety.Statistics alone, and never on a sibling.</summary>
[TestFixture]
public sealed class PackageTests
{
    private static IEnumerable<string> Projects() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories).Where(IsPackage);

    /// <summary>The analyzers and their fixes are no packages; they travel in AISafety's.</summary>
    private static bool IsPackage(string project) => XDocument.Load(project).Descendants("IsPackable").All(packable => packable.Value != "false");

    [TestCaseSource(nameof(Projects))]
    public void Project_references_the_hub_and_no_sibling(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        string[] references = [.. XDocument.Load(project).Descendants("ProjectReference")
            .Where(reference => reference.Attribute("ReferenceOutputAssembly")?.Value != "false")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))];
        string[] allowed = name switch
        {
            "AISafety.Statistics" => [],
            "AISafety" => ["AISafety.Statistics"],
            _ => ["AISafety", "AISafety.Statistics"],
        };

        Assert.That(references, Is.SubsetOf(allowed));
    }

    [Test]
    public void Statistics_knows_nothing_of_guards() =>
        Assert.That(typeof(Statistics.Median).Assembly.GetReferencedAssemblies().Select(name => name.Name), Has.None.EqualTo("AISafety"));

    [TestCaseSource(nameof(Projects))]
    public void Project_has_a_readme_for_its_package(string project) =>
        Assert.That(new FileInfo(Path.Combine(Path.GetDirectoryName(project)!, "README.md")).Length, Is.GreaterThan(200));

    [Test]
    public void Onnx_leaves_the_native_runtime_to_the_application() =>
        Assert.That(
            XDocument.Load(Path.Combine(Repository.Root, "src", "AISafety.Onnx", "AISafety.Onnx.csproj")).Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value),
            Has.Member("Microsoft.ML.OnnxRuntime.Managed").And.None.EqualTo("Microsoft.ML.OnnxRuntime"));
}
