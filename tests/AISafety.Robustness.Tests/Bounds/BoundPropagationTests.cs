using AISafety.Robustness.Bounds;
using AISafety.Robustness.Graphs;

namespace AISafety.Robustness.Tests;

[TestFixture]
public sealed class BoundPropagationTests
{
    // What is bounded is never outside: at random inputs of random boxes, corners among them, for every operator.
    [TestCaseSource(typeof(GraphCases), nameof(GraphCases.All))]
    public void Bounds_hold_at_every_input_of_the_box(object model)
    {
        Graph<double> graph = OnnxGraph.Load(((GraphCase)model).Write()).Double;
        BoundPropagation bounds = new(graph);
        Random random = new(7);
        for (int box = 0; box < 60; box++)
        {
            double reach = Math.Pow(10, -3 + 3.5 * random.NextDouble());
            double[] lower = [.. Enumerable.Range(0, graph.InputLength).Select(_ => 2 * random.NextDouble() - 1 - reach * random.NextDouble())];
            double[] upper = Array.ConvertAll(lower, low => low + reach * random.NextDouble());
            double[] rows = [.. Enumerable.Range(0, 3 * graph.OutputLength).Select(_ => 2 * random.NextDouble() - 1)];
            double[] least = new double[3];
            bounds.Intervals(lower, upper);
            double[] intervalLower = bounds.Lower(graph.Output).ToArray();
            double[] intervalUpper = bounds.Upper(graph.Output).ToArray();
            bounds.Linear(lower, upper, null);
            bounds.Backward(graph.Output, rows, 3, least);
            for (int i = 0; i < 40; i++)
            {
                double[] input = [.. lower.Select((low, at) => low + (upper[at] - low) * (i < 20 ? random.Next(2) : random.NextDouble()))];
                double[] output = new double[graph.OutputLength];
                graph.Evaluate(input, output);
                Assert.Multiple(() =>
                {
                    Assert.That(Enumerable.Range(0, output.Length).All(at => output[at] >= intervalLower[at] && output[at] <= intervalUpper[at]), Is.True, "intervals");
                    Assert.That(Enumerable.Range(0, output.Length).All(at => output[at] >= bounds.Lower(graph.Output)[at] && output[at] <= bounds.Upper(graph.Output)[at]), Is.True, "linear");
                    Assert.That(Enumerable.Range(0, 3).All(row => output.Select((value, at) => value * rows[row * output.Length + at]).Sum() >= least[row] - 1e-13), Is.True, "rows");
                });
            }
        }
    }

    // Backward bounds are what linear bounds can be: for an affine network they are exact.
    [Test]
    public void Backward_of_an_affine_network_is_exact()
    {
        Graph<double> graph = OnnxGraph.Load(new GraphCase("affine", [4], g => g.Node("MatMul", ["x", g.Numbers(4, 6)], "a").Node("Add", ["a", g.Numbers(6)], "b").Node("MatMul", ["b", g.Numbers(6, 1)], "y")).Write()).Double;
        BoundPropagation bounds = new(graph);
        double[] lower = [-1, 0.2, -0.3, 0];
        double[] upper = [1, 0.4, 0.3, 2];
        bounds.Linear(lower, upper, null);
        double[] least = new double[1];
        bounds.Backward(graph.Output, [1], 1, least);
        double[] outputs = new double[16];
        double[] corners = [.. Enumerable.Range(0, 16).SelectMany(corner => Enumerable.Range(0, 4).Select(at => (corner >> at & 1) == 0 ? lower[at] : upper[at]))];
        graph.Evaluate(corners, outputs);
        Assert.That(least[0], Is.EqualTo(outputs.Min()).Within(1e-12));
        Assert.That(least[0], Is.LessThanOrEqualTo(outputs.Min()));
    }

    // A margin of exactly 0, among numbers so large that a plain sum makes it positive or negative by chance: nothing may be proved of it.
    [Test]
    public void Backward_is_rounded_outward()
    {
        Random random = new(3);
        for (int i = 0; i < 200; i++)
        {
            // y = relu(a x + b) - relu(a x + b) by two ways round, plus nothing: 0 for every x.
            GraphCase model = new("cancels", [3], g => g.Node("MatMul", ["x", g.Numbers(-1e6f, 1e6f, 3, 5)], "a").Node("Relu", ["a"], "b").Node("Sub", ["a", "b"], "c").Node("Add", ["c", "b"], "d").Node("Sub", ["d", "a"], "y"));
            Graph<double> graph = OnnxGraph.Load(model.Write()).Double;
            BoundPropagation bounds = new(graph);
            double[] lower = [.. Enumerable.Range(0, 3).Select(_ => random.NextDouble() * 1000)];
            bounds.Linear(lower, Array.ConvertAll(lower, low => low + 1e-3), null);
            double[] least = new double[5];
            double[] rows = new double[25];
            for (int at = 0; at < 5; at++)
            {
                rows[at * 6] = 1;
            }

            bounds.Backward(graph.Output, rows, 5, least);
            Assert.That(least, Is.All.LessThanOrEqualTo(0));
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Lines_enclose_the_curve(bool isTanh)
    {
        Activation kind = isTanh ? Activation.Tanh : Activation.Sigmoid;
        Random random = new(9);
        Lines lines = new(1);
        for (int i = 0; i < 5000; i++)
        {
            double size = Math.Pow(10, 4 * random.NextDouble() - 2);
            double lower = size * (2 * random.NextDouble() - 1);
            double upper = lower + (i % 5 == 0 ? 1e-8 : size) * random.NextDouble();
            Relaxation.Curve(lines, 0, lower, upper, kind);
            for (int at = 0; at <= 50; at++)
            {
                double x = at == 50 ? upper : lower + (upper - lower) * at / 50;
                double value = Relaxation.Value(x, kind);
                Assert.That(lines.LowerSlope[0] * x + lines.LowerIntercept[0], Is.LessThanOrEqualTo(value), $"lower at {x} of {lower} to {upper}");
                Assert.That(lines.UpperSlope[0] * x + lines.UpperIntercept[0], Is.GreaterThanOrEqualTo(value), $"upper at {x} of {lower} to {upper}");
            }
        }
    }
}
