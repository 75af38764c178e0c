namespace AISafety.Onnx.Tests;

public class NativeLibraryFaultTests
{
    [Test]
    public void Explain_libraryMissing_namesThePackage()
    {
        DllNotFoundException missing = new("onnxruntime");
        Assert.That(NativeLibraryFault.Explain(missing), Does.Contain("Add the package Microsoft.ML.OnnxRuntime"));
        Assert.That(NativeLibraryFault.Explain(new TypeInitializationException("NativeMethods", missing)), Does.Contain("Microsoft.ML.OnnxRuntime"));
    }

    [Test]
    public void Explain_libraryDoesNotFit_saysSo()
    {
        Assert.That(NativeLibraryFault.Explain(new EntryPointNotFoundException()), Does.Contain("same version"));
        Assert.That(NativeLibraryFault.Explain(new BadImageFormatException()), Does.Contain("this processor"));
    }

    [Test]
    public void Explain_anythingElse_isNull() => Assert.That(NativeLibraryFault.Explain(new InvalidOperationException()), Is.Null);
}
