using Microsoft.ML;

namespace AISafety.MLNet.Tests.Loading;

public sealed class LoadingFaultTests
{
    [Test]
    public void Load_noFile_saysSo() =>
        Refuses("nowhere/model.zip", "'model.zip': there is no file 'nowhere/model.zip'");

    [Test]
    public void Load_empty_saysSo() => Refuses(Of([]), "it is empty; expected the .zip that MLContext.Model.Save writes");

    [Test]
    public void Load_noZip_saysSo() => Refuses(Of("not a model at all"u8.ToArray()), "it is not a zip");

    [Test]
    public void Load_zipOfSomethingElse_saysSo() =>
        Refuses(Of(Zip.Edit(Trained.Cells.Save(), (name, bytes) => name == "Schema" ? "hello"u8.ToArray() : null)), "ML.NET cannot load it");

    [Test]
    public void Load_withoutSchema_saysWhatToDo()
    {
        using MemoryStream stream = new();
        Trained.Context.Model.Save(Trained.Cells.Model, null, stream);
        Refuses(Of(stream.ToArray()), "saved without the schema of its input. Save it with one, or load it with MLContext and pass model and schema to MLNetSource.FromTransformer");
    }

    [Test]
    public void Load_partOfALaterVersion_saysSo() =>
        Refuses(Of(Zip.Edit(Trained.Cells.Save(), (name, bytes) => name.EndsWith("Predictor/Model.key", StringComparison.Ordinal) ? Zip.Version(bytes, "FTREE", 0x77) : bytes)),
            "it was saved by a later version of ML.NET than");

    [Test]
    public void Load_assemblyIsMissing_namesIt() =>
        Refuses(Of(Zip.Edit(Trained.Cells.Save(), (_, bytes) => Zip.Replace(bytes, "Microsoft.ML.FastTree,", "Microsoft.ML.FastTrex,"))),
            "it needs the assembly 'Microsoft.ML.FastTrex', which the application does not have. Add the package that holds it");

    [Test]
    public void Load_partIsUnknown_namesIt() =>
        Refuses(Of(Zip.Edit(Trained.Cells.Save(), (_, bytes) => Zip.Replace(bytes, "FastTreeBinaryExec", "FastTreeBinaryExex"))),
            "it has a part that no assembly here knows (Couldn't load model: 'TransformerChain/Model/Predictor'). Add the package");

    [Test]
    public void Load_ownStepIsNotRegistered_saysWhatToDo() =>
        Refuses(
            Of(Trained.Fit(Rows.Cells, Trained.Context.Transforms.CustomMapping<OwnStep.In, OwnStep.Out>(static (_, _) => { }, "aisafety.tests.nobody")).Save()),
            "it has a step of its author's own that is not known here. ML.NET says:",
            "'aisafety.tests.nobody'",
            "Pass the MLContext with which it is registered to MLNetSource");

    [Test]
    public void Load_ownStepIsRegistered_answers()
    {
        MLContext context = new();
        context.ComponentCatalog.RegisterAssembly(typeof(OwnStep).Assembly);
        using MLNetModel<float[], float> model = MLNetModel.LoadRegression(MLNetSource.FromStream(new MemoryStream(OwnStep.Train().Save()), context));
        Assert.That(model.Predict(Rows.Cells[0].Features), Is.Not.NaN);
    }

    private static MLNetSource Of(byte[] bytes) => MLNetSource.FromStream(new MemoryStream(bytes));

    private static void Refuses(MLNetSource source, params string[] expected)
    {
        MLNetModelException exception = Assert.Throws<MLNetModelException>(() => MLNetModel.LoadClassifier(source))!;
        TestContext.Out.WriteLine(exception.Message);
        foreach (string part in expected)
        {
            Assert.That(exception.Message, Does.Contain(part));
        }
    }
}
