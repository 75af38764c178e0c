using Microsoft.ML;

namespace AISafety.MLNet.Tests;

public sealed class PackageTests
{
    [Test]
    public void Runtime_is_there() => Assert.That(new MLContext(seed: 1), Is.Not.Null);
}
