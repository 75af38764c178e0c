using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.MLNet.Tests.Loading;

public sealed class LoadingTests
{
    private static readonly float[] _row = Rows.Cells[0].Features;

    private static Classification Expected
    {
        get
        {
            float second = Trained.Cells.Ask<Cells, BinaryAnswer>([Rows.Cells[0]])[0].Probability;
            return Classification.FromProbabilities([1 - second, second], ["False", "True"]);
        }
    }

    [Test]
    public void LoadClassifier_file_answers()
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "loading.zip");
        File.WriteAllBytes(path, Trained.Cells.Save());
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(path);
        Assert.That(model.Predict(_row), Is.EqualTo(Expected));
        Assert.That(model.Width, Is.EqualTo(30));
        Assert.That(() => File.Delete(path), Throws.Nothing, "the file is not kept open");
    }

    [Test]
    public void LoadClassifier_stream_answersAndLeavesItOpen()
    {
        using MemoryStream stream = new(Trained.Cells.Save());
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(MLNetSource.FromStream(stream));
        Assert.That(model.Predict(_row), Is.EqualTo(Expected));
        Assert.That(stream.CanRead, Is.True);
    }

    [Test]
    public void LoadClassifier_streamThatCannotSeek_answers()
    {
        using GZipStream packed = new(new MemoryStream(Pack(Trained.Cells.Save())), CompressionMode.Decompress);
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(MLNetSource.FromStream(packed));
        Assert.That(model.Predict(_row), Is.EqualTo(Expected));
    }

    [Test]
    public void LoadClassifier_modelSavedWithItsLoader_answers()
    {
        using MemoryStream stream = new();
        Trained.Context.Model.Save(Trained.Cells.Model, Trained.Context.Data.CreateTextLoader<LoadedCells>(separatorChar: ','), stream);
        stream.Position = 0;
        using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(MLNetSource.FromStream(stream));
        Assert.That(model.Predict(_row), Is.EqualTo(Expected));
    }

    [Test]
    public void LoadClassifier_transformer_staysTheCallers()
    {
        MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(Trained.Cells.Source);
        Assert.That(model.Predict(_row), Is.EqualTo(Expected));
        model.Dispose();
        Assert.That(MLNetModel.LoadClassifier(Trained.Cells.Source).Predict(_row), Is.EqualTo(Expected));
    }

    [Test]
    public void FromFile_blank_throws() => Assert.That(() => MLNetSource.FromFile(" "), Throws.ArgumentException);

    [Test]
    public void FromStream_closed_throws()
    {
        MemoryStream stream = new();
        stream.Dispose();
        Assert.That(() => MLNetSource.FromStream(stream), Throws.ArgumentException.With.Message.Contains("cannot be read"));
    }

    private static byte[] Pack(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Fastest))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    private sealed class LoadedCells
    {
        [LoadColumn(0, 29)]
        [VectorType(30)]
        public float[] Features { get; set; } = [];

        [LoadColumn(30)]
        public bool Label { get; set; }
    }
}
