using AISafety.Onnx.Tests.Support;

namespace AISafety.Onnx.Tests;

public class LabelTests
{
    [TestCase(false)]
    [TestCase(true)]
    public void Label_textOutput_isTheModels(bool column)
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.WithLabels(asText: true, column));
        Assert.That(model.Predict([0, 0, 5]).Label, Is.EqualTo("blüe"));
        Assert.That(model.Predict([5, 0, 0]).Label, Is.EqualTo("red"));
        Assert.That(model.Labels, Is.Empty);
        Assert.That(model.Predict([0, 0, 5]).Label, Is.SameAs(model.Predict([0, 0, 7]).Label), "made once");
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Label_numberOutput_isTheModels(bool column)
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.WithLabels(asText: false, column));
        Assert.That(model.Predict([0, 5, 0]).Label, Is.EqualTo("20"));
        Assert.That(model.Predict([0, 5, 0]).ClassIndex, Is.EqualTo(1));
        Assert.That(model.Predict([0, 5, 0]).Label, Is.SameAs(model.Predict([0, 7, 0]).Label), "made once");
    }

    [Test]
    public void Label_options_goBeforeAll()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.WithLabels(asText: true), new() { Labels = ["a", "b", "c"] });
        Assert.That(model.Predict([0, 5, 0]).Label, Is.EqualTo("b"));
        Assert.That(model.Labels, Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [TestCase("""["low","mid, ish","high"]""", "mid, ish")]
    [TestCase("low, mid ,high", "mid")]
    public void Label_metadata_namesTheClasses(string text, string expected)
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax(metadata: ("class_labels", text)));
        Assert.That(model.Predict([0, 5, 0]).Label, Is.EqualTo(expected));
    }

    [Test]
    public void Label_notANumber_isEmpty()
    {
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.WithLabels(asText: true));
        Assert.That(model.Predict([float.NaN, 0, 0]).Label, Is.Empty);
    }

    [Test]
    public void Labels_callersListChanges_modelDoesNot()
    {
        string[] labels = ["a", "b", "c"];
        using OnnxClassifier<float[]> model = OnnxModel.LoadClassifier(Models.Softmax(), new() { Labels = labels });
        labels[1] = "changed";
        Assert.That(model.Predict([0, 5, 0]).Label, Is.EqualTo("b"));
    }
}
