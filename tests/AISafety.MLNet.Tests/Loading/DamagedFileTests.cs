using CsCheck;

namespace AISafety.MLNet.Tests.Loading;

/// <summary>A file that is not what was saved is refused in this package's words, and never makes a model.</summary>
public sealed class DamagedFileTests
{
    private static readonly byte[] _model = Trained.Wines.Save();

    [Test]
    public void Load_cutShortAnywhere_throwsOurs() =>
        Gen.Int[0, _model.Length - 1].Sample(length => Refuses(_model[..length]), iter: 300, seed: "0N0XIzNsQ0O2");

    [Test]
    public void Load_cutShortNearTheEnd_throwsOurs() =>
        Assert.That(Enumerable.Range(_model.Length - 300, 300).All(length => Refuses(_model[..length])), Is.True);

    [Test]
    public void Load_contentChanged_throwsOursOrMakesTheSameModel()
    {
        float[] row = Rows.Wines[0].Features;
        Classification expected = MLNetModel.LoadClassifier(Trained.Wines.Source).Predict(row);
        Gen.Select(Gen.Int[0, _model.Length - 1], Gen.Int[0, 7]).Sample(
            (place, bit) =>
            {
                byte[] changed = [.. _model];
                changed[place] ^= (byte)(1 << bit);
                try
                {
                    using MLNetClassifier<float[]> model = MLNetModel.LoadClassifier(MLNetSource.FromStream(new MemoryStream(changed)));
                    return model.Predict(row) == expected;
                }
                catch (MLNetModelException)
                {
                    return true;
                }
            },
            iter: 300,
            seed: "0N0XIzNsQ0O2");
    }

    [Test]
    public void Load_oneBitOfTheContent_namesThePart()
    {
        byte[] changed = [.. _model];
        changed[_model.Length / 2] ^= 1;
        Assert.That(
            () => MLNetModel.LoadClassifier(MLNetSource.FromStream(new MemoryStream(changed))),
            Throws.TypeOf<MLNetModelException>().With.Message.Contains("it is damaged"));
    }

    [Test]
    public void Load_partCutShort_throwsOurs() => Assert.That(
        () => MLNetModel.LoadClassifier(MLNetSource.FromStream(new MemoryStream(
            Zip.Edit(_model, (name, bytes) => name.EndsWith("Model.key", StringComparison.Ordinal) ? bytes[..(bytes.Length / 2)] : bytes)))),
        Throws.TypeOf<MLNetModelException>().With.Message.Contains("ML.NET cannot load it"));

    private static bool Refuses(byte[] bytes)
    {
        try
        {
            MLNetModel.LoadClassifier(MLNetSource.FromStream(new MemoryStream(bytes))).Dispose();
            return false;
        }
        catch (MLNetModelException)
        {
            return true;
        }
    }
}
