namespace AISafety.Onnx.Tests;

public class OnnxTensorTests
{
    [Test]
    public void Create_eachType_isReadBack()
    {
        Assert.That(OnnxTensor.Create([1f, 2], 1, 2).Read<float>().ToArray(), Is.EqualTo(new[] { 1f, 2 }));
        Assert.That(OnnxTensor.Create([1d, 2], 2).Read<double>().ToArray(), Is.EqualTo(new[] { 1d, 2 }));
        Assert.That(OnnxTensor.Create([1, 2], 2).Read<int>().ToArray(), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(OnnxTensor.Create([1L, 2], 2).Read<long>().ToArray(), Is.EqualTo(new[] { 1L, 2 }));
        Assert.That(OnnxTensor.Create([true, false], 2).Read<bool>().ToArray(), Is.EqualTo(new[] { true, false }));
        Assert.That(OnnxTensor.Create(["a", "b"], 2).Read<string>().ToArray(), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void Create_noShape_isOneValue()
    {
        OnnxTensor one = OnnxTensor.Create([3f]);
        Assert.That(one.Shape.Length, Is.Zero);
        Assert.That(one.Length, Is.EqualTo(1));
    }

    [Test]
    public void Create_nothing_isAllowed() => Assert.That(OnnxTensor.Create(Array.Empty<float>(), long.MaxValue, long.MaxValue, 0).Length, Is.Zero);

    [Test]
    public void Create_shapeOfAnotherSize_throws()
    {
        Assert.That(() => OnnxTensor.Create([1f, 2], 3), Throws.ArgumentException.With.Message.Contains("[3] does not hold 2 elements"));
        Assert.That(() => OnnxTensor.Create([1f, 2], -1, -2), Throws.ArgumentException.With.Message.Contains("[-1, -2] does not hold 2"));
        Assert.That(() => OnnxTensor.Create([1f, 2], long.MaxValue, long.MaxValue, long.MaxValue), Throws.ArgumentException);
        Assert.That(() => OnnxTensor.Create([1f, 2]), Throws.ArgumentException);
    }

    [Test]
    public void Create_nullText_throws() => Assert.That(() => OnnxTensor.Create(["a", null!], 2), Throws.ArgumentException);

    [Test]
    public void Create_callersArrayChanges_tensorDoesNot()
    {
        float[] values = [1, 2];
        OnnxTensor tensor = OnnxTensor.Create(values, 2);
        values[0] = 9;
        Assert.That(tensor.Read<float>()[0], Is.EqualTo(1));
    }

    [Test]
    public void Read_otherType_throws() => Assert.That(
        () => OnnxTensor.Create([1f], 1).Read<long>().Length,
        Throws.InvalidOperationException.With.Message.EqualTo("The tensor holds float; int64 was asked for."));

    [Test]
    public void ToString_tensor_saysTypeAndShape() => Assert.That(OnnxTensor.Create([1L, 2], 1, 2).ToString(), Is.EqualTo("int64 [1, 2]"));

    [Test]
    public void OnnxTensors_names_areFound()
    {
        OnnxTensors tensors = new(("a", OnnxTensor.Create([1f])), ("b", OnnxTensor.Create([1L], 1)));
        Assert.That(tensors.Names, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(tensors["b"].Length, Is.EqualTo(1));
        Assert.That(tensors.TryGet("c", out _), Is.False);
        Assert.That(() => tensors["c"], Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("'a' (float []), 'b' (int64 [1])"));
    }

    [Test]
    public void OnnxTensors_nameTwiceOrBlankOrNoTensor_throws()
    {
        OnnxTensor one = OnnxTensor.Create([1f]);
        Assert.That(() => new OnnxTensors(("a", one), ("a", one)), Throws.ArgumentException.With.Message.Contains("two tensors called 'a'"));
        Assert.That(() => new OnnxTensors((" ", one)), Throws.ArgumentException);
        Assert.That(() => new OnnxTensors(("a", null!)), Throws.ArgumentNullException);
    }
}
