using System.Text.Json.Nodes;
using AISafety.Evaluation;

namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class AttacksVerbTests
{
    [Test]
    [Category("SharedData")]
    public void Run_digits_equals_the_published_values() =>
        AssertEqual("conformance/xai/digits_mlp_dev.json", "--model", SharedData.File("vision/onnx/digits_mlp_dev.onnx"), "--rows", SharedData.File("vision/digits_test.csv"));

    [Test]
    [Category("SharedData")]
    public void Run_mnist_equals_the_published_values() =>
        AssertEqual(
            "vision/mnist/expected_mnist_256x2.json",
            "--model", SharedData.File("vision/vnncomp/mnistfc/mnist-net_256x2.onnx"),
            "--rows", SharedData.File("vision/mnist/t10k-0-5000-images-idx3-ubyte.gz"),
            "--labels", SharedData.File("vision/mnist/t10k-0-5000-labels-idx1-ubyte.gz"));

    [Test]
    [Category("SharedData")]
    public void Run_bad_files_are_named()
    {
        string model = SharedData.File("vision/onnx/digits_mlp_dev.onnx");
        string rows = SharedData.File("vision/digits_test.csv");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Fault("""{"attacks_on_first_300":{"much":{"fgsm_accuracy":null}}}""", model, rows), Does.Contain("attacks_on_first_300.much"));
            Assert.That(Fault("""{"attacks_on_first_900":{"0.1":{"fgsm_accuracy":null}}}""", model, rows), Does.Contain("900 rows are asked for"));
            Assert.That(Fault("""{"integrated_gradients":[{"test_index":0}]}""", model, rows), Does.Contain("integrated_gradients[0]"));
            Assert.That(Fault("{}", model, model), Does.Contain("line 1"));
        }
    }

    private static void AssertEqual(string file, params string[] words)
    {
        string expectedFile = SharedData.File(file);
        JsonNode expected = JsonNode.Parse(File.ReadAllText(expectedFile))!;
        string output = Path.Combine(TestContext.CurrentContext.WorkDirectory, "attacks.json");
        Assert.That(VerbRunner.Run(["attacks", expectedFile, .. words, "--out", output], VerbList.All, TextWriter.Null, TextWriter.Null), Is.Zero);
        int compared = 0;
        Compare(expected, JsonNode.Parse(File.ReadAllText(output)), "");
        Assert.That(compared, Is.GreaterThan(50));

        void Compare(JsonNode? one, JsonNode? other, string path)
        {
            switch (one)
            {
                case JsonObject members:
                    foreach ((string key, JsonNode? child) in members)
                    {
                        Compare(child, other![key], $"{path}.{key}");
                    }

                    break;
                case JsonArray items:
                    for (int i = 0; i < items.Count; i++)
                    {
                        Compare(items[i], other![i], $"{path}[{i}]");
                    }

                    break;
                case JsonValue value when value.TryGetValue(out double number) && other is not null:
                    compared++;
                    Assert.That(other.GetValue<double>(), Is.EqualTo(number).Within(1e-5), path);
                    break;
            }
        }
    }

    private static string Fault(string tree, string model, string rows)
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, "tree.json");
        File.WriteAllText(file, tree);
        StringWriter errors = new();
        Assert.That(VerbRunner.Run(["attacks", file, "--model", model, "--rows", rows], VerbList.All, TextWriter.Null, errors), Is.EqualTo(2));
        return errors.ToString();
    }
}
