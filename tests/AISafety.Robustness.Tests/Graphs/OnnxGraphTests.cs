using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using QuickStart.Train;

namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class OnnxGraphTests
{
    private const int Rows = 67;

    [TestCaseSource(typeof(GraphCases), nameof(GraphCases.All))]
    public void Score_equals_what_OnnxRuntime_answers(object model)
    {
        GraphCase written = (GraphCase)model;
        byte[] bytes = written.Write();
        float[] rows = RandomRows(written);
        float[] theirs = Answer(bytes, rows, [Rows, .. written.Shape]);
        OnnxGraph graph = OnnxGraph.Load(bytes);
        float[] ours = new float[Rows * graph.OutputLength];
        graph.Score(rows, ours);
        Assert.That(ours, Is.EqualTo(theirs).Within(2e-6));
    }

    [TestCaseSource(typeof(GraphCases), nameof(GraphCases.All))]
    public void Differentiate_equals_differences(object model)
    {
        GraphCase written = (GraphCase)model;
        OnnxGraph graph = OnnxGraph.Load(written.Write());
        Random random = new(5);
        float[] weights = [.. Enumerable.Range(0, graph.OutputLength).Select(_ => (float)random.NextDouble() - 0.5f)];
        float[] rows = RandomRows(written);
        float[] scores = new float[Rows * graph.OutputLength];
        float[] gradients = new float[rows.Length];
        graph.Differentiate(rows, (_, _, derivatives) => weights.CopyTo(derivatives), scores, gradients);
        double[] wide = Array.ConvertAll(rows, static value => (double)value);
        for (int i = 0; i < 40; i++)
        {
            int at = random.Next(rows.Length);
            double difference = (Weighted(at, 1e-6) - Weighted(at, -1e-6)) / 2e-6;
            Assert.That(gradients[at], Is.EqualTo(difference).Within(1e-5));
        }

        double Weighted(int at, double step)
        {
            int row = at / graph.InputLength;
            double[] changed = wide[(row * graph.InputLength)..((row + 1) * graph.InputLength)];
            changed[at % graph.InputLength] += step;
            double[] output = new double[graph.OutputLength];
            graph.Double.Evaluate(changed, output);
            return output.Zip(weights, static (value, weight) => value * weight).Sum();
        }
    }

    [Test]
    public void Load_unsupported_operator_names_the_node()
    {
        GraphCase model = new("erf", [3], g => g.Node("Relu", ["x"], "a").Node("Erf", ["a"], "y"));
        Assert.That(() => OnnxGraph.Load(model.Write()), Throws.TypeOf<OnnxGraphException>().With.Message.EqualTo("Node of output 'y' (Erf) has an operator that is not supported."));
    }

    [Test]
    public void Load_shapes_that_do_not_fit_are_named()
    {
        GraphCase model = new("bad", [3], g => g.Node("Gemm", ["x", g.Numbers(4, 2)], "y"));
        Assert.That(() => OnnxGraph.Load(model.Write()), Throws.TypeOf<OnnxGraphException>().With.Message.EqualTo("Node of output 'y' (Gemm) multiplies [1,3] by [4,2]."));
    }

    [Test]
    public void Load_an_old_operator_set_is_refused()
    {
        byte[] model = new GraphCase("old", [3], g => g.Node("Relu", ["x"], "y")).Write();
        int at = model.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x0A, 0x00, 0x10, 17]);
        model[at + 3] = 6;
        Assert.That(() => OnnxGraph.Load(model), Throws.TypeOf<OnnxGraphException>().With.Message.Contains("version 6 of the operator set"));
    }

    [Test]
    public void Load_a_constant_of_more_axes_than_the_value_is_refused()
    {
        GraphCase model = new("rank", [4], g => g.Node("Add", ["x", g.Numbers(1, 1, 4)], "y"));
        Assert.That(() => OnnxGraph.Load(model.Write()), Throws.TypeOf<OnnxGraphException>().With.Message.Contains("cannot be broadcast"));
    }

    [Test]
    public void Load_an_attribute_that_is_not_finite_is_refused()
    {
        GraphCase model = new("alpha", [3], g => g.Node("Gemm", ["x", g.Numbers(3, 2)], "y", OnnxAttribute.Single("alpha", float.NaN)));
        Assert.That(() => OnnxGraph.Load(model.Write()), Throws.TypeOf<OnnxGraphException>().With.Message.Contains("expected a finite number"));
    }

    // Whatever bytes come: a graph or an OnnxGraphException, and nothing else.
    [Test]
    public void Load_damaged_file_is_refused_by_its_own_exception()
    {
        Random random = new(11);
        foreach (GraphCase model in GraphCases.All)
        {
            byte[] whole = model.Write();
            for (int i = 0; i < 150; i++)
            {
                byte[] damaged = [.. whole];
                for (int change = 0; change <= i % 4; change++)
                {
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                }

                if (i % 3 == 0)
                {
                    damaged = damaged[..random.Next(damaged.Length)];
                }

                try
                {
                    OnnxGraph.Load(damaged);
                }
                catch (OnnxGraphException)
                {
                }
            }
        }
    }

    private static float[] RandomRows(GraphCase written)
    {
        Random random = new(3);
        return [.. Enumerable.Range(0, Rows * written.Shape.Aggregate(1, static (product, size) => product * size)).Select(_ => (float)(2 * random.NextDouble() - 1))];
    }

    private static float[] Answer(byte[] model, float[] rows, int[] shape)
    {
        using InferenceSession session = new(model);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([NamedOnnxValue.CreateFromTensor("x", new DenseTensor<float>(rows, shape))]);
        return [.. results[0].AsEnumerable<float>()];
    }
}
