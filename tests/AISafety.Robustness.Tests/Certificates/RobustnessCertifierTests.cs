using System.Globalization;
using System.Text.Json;

namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class RobustnessCertifierTests
{
    private static readonly OnnxGraph _graph = OnnxGraph.Load(new GraphCase("classes", [3], g => g
        .Node("Gemm", ["x", g.Numbers(3, 16), g.Numbers(16)], "a").Node("Relu", ["a"], "b")
        .Node("Gemm", ["b", g.Numbers(16, 14), g.Numbers(14)], "c").Node("Relu", ["c"], "d").Node("Gemm", ["d", g.Numbers(14, 4), g.Numbers(4)], "e").Node("Softmax", ["e"], "y")).Write());

    // Whatever is certified, no input within the distance answers otherwise; and a tighter method certifies at least as far.
    [Test]
    public void CertifiedDistance_no_input_within_answers_otherwise()
    {
        Random random = new(2);
        for (int i = 0; i < 60; i++)
        {
            float[] row = [random.NextSingle(), random.NextSingle(), random.NextSingle()];
            int answered = Class(row);
            double[] distances = [.. Enum.GetValues<CertificateMethod>().Select(method => new RobustnessCertifier(_graph, method).CertifiedDistance(row, answered, 1))];
            Assert.That(distances, Is.Ordered.Ascending);
            for (int sample = 0; sample < 300; sample++)
            {
                float[] near = Array.ConvertAll(row, value => (float)Math.Clamp(value + distances[^1] * (sample < 100 ? 2 * random.Next(2) - 1 : 2 * random.NextDouble() - 1), 0, 1));
                Assert.That(Class(near), Is.EqualTo(answered));
            }
        }
    }

    // Logits so far apart that the logarithm of a softmax has no finite bound.
    [Test]
    public void Certify_infinite_bounds_on_the_way_certify_nothing([Values] CertificateMethod method)
    {
        OnnxGraph graph = OnnxGraph.Load(new GraphCase("apart", [2], g => g
            .Node("MatMul", ["x", g.Exactly([1000, 0, 0, 1000], 2, 2)], "a").Node("LogSoftmax", ["a"], "b")
            .Node("Gemm", ["b", g.Exactly([0, -1, 0, 0], 2, 2), g.Exactly([1, 0], 2)], "c").Node("Relu", ["c"], "y")).Write());
        Assert.That(new RobustnessCertifier(graph, method).Certify([0.05f, 0.95f], 0, 0.05).IsCertified, Is.False);
    }

    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    [TestCase(1.5f)]
    public void Certify_a_row_out_of_range_has_no_certificate(float value)
    {
        RobustnessCertificate certificate = new RobustnessCertifier(_graph).Certify([0.1f, value, 0.3f], 0, 0.01);
        Assert.That((certificate.IsCertified, certificate.Margin), Is.EqualTo((false, double.NaN)));
    }

    [Test]
    public void Certify_another_class_than_the_answer_is_never_certified()
    {
        float[] row = [0.2f, 0.4f, 0.6f];
        int other = (Class(row) + 1) % 4;
        Assert.That(new RobustnessCertifier(_graph).Certify(row, other, 0).Margin, Is.LessThan(0));
    }

    [Test]
    public async Task Guard_flags_what_is_not_certified()
    {
        RobustnessCertifier certifier = new(_graph);
        float[] row = [0.2f, 0.4f, 0.6f];
        double distance = certifier.CertifiedDistance(row, Class(row), 1);
        Assume.That(distance, Is.GreaterThan(0).And.LessThan(0.5));
        Assert.That(await Codes(row, distance * 0.9), Is.Empty);
        Assert.That(await Codes(row, distance * 1.5), Is.EqualTo(new[] { "certification.none" }));
        Assert.That(await Codes([0.2f, 2, 0.6f], 0.01), Is.EqualTo(new[] { "certification.out-of-range" }));
        Assert.That(await Codes(row, 0.01, shift: 1), Is.EqualTo(new[] { "certification.other-class" }));

        async Task<string[]> Codes(float[] input, double epsilon, int shift = 0)
        {
            IModel<float[], Classification> model = Model.FromDelegate((float[] one) => Classification.FromProbabilities([.. Enumerable.Range(0, 4).Select(at => at == (Class(one) + shift) % 4 ? 1f : 0f)]));
            await using SafeModel<float[], Classification> safe = model.WithSafety(safety => safety.UseFeatures(FeatureSchema.ForVector(["a", "b", "c"])).AddCertification(certifier, epsilon));
            SafetyResult<Classification> result = await safe.EvaluateAsync(input);
            return [.. result.Evidence.Select(reason => reason.Code)];
        }
    }

    // The published figures of the digits network: intervals of the outputs, class by class.
    [Test]
    [Category("SharedData")]
    public void Certify_by_intervals_equals_the_figures_of_the_digits_network()
    {
        OnnxGraph graph = OnnxGraph.Load(SharedData.File("vision/onnx/digits_mlp_dev.onnx"));
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(SharedData.File("conformance/xai/digits_mlp_dev.json")));
        string[] lines = [.. File.ReadLines(SharedData.File("vision/digits_test.csv")).Where(line => char.IsDigit(line[0]))];
        RobustnessCertifier certifier = new(graph, CertificateMethod.Intervals);
        foreach (JsonProperty budget in expected.RootElement.GetProperty("attacks_on_first_300").EnumerateObject())
        {
            double epsilon = double.Parse(budget.Name, CultureInfo.InvariantCulture);
            int certified = 0;
            for (int i = 0; i < 300; i++)
            {
                float[] cells = [.. lines[i].Split(',').Select(cell => float.Parse(cell, CultureInfo.InvariantCulture))];
                certified += certifier.Certify(Array.ConvertAll(cells[..64], value => value / 16), (int)cells[64], epsilon).IsCertified ? 1 : 0;
            }

            Assert.That(certified / 300.0, Is.EqualTo(budget.Value.GetProperty("ibp_certified_accuracy").GetDouble()).Within(1e-5), budget.Name);
        }
    }

    private static int Class(float[] row)
    {
        float[] scores = new float[4];
        _graph.Score(row, scores);
        return Array.IndexOf(scores, scores.Max());
    }
}
