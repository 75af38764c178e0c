using AISafety.Statistics;

namespace AISafety.Robustness.Proofs;

/// <summary>Looks for a counterexample by projected gradient descent from random starts of the box: on the greatest excess of a region's constraints.</summary>
/// <remarks>A. Madry et al., Towards deep learning models resistant to adversarial attacks, ICLR 2018; here over any linear property. The step shrinks from a quarter of the box's width.</remarks>
internal static class Falsifier
{
    private const int Rows = 60;
    private const int DescentSteps = 120;

    public static bool TryFalsify(Search search, VerificationOptions options)
    {
        OnnxGraph graph = search.Graph;
        InputBox box = search.Forbidden.Box;
        int inputs = graph.InputLength;
        int outputs = graph.OutputLength;
        float[] rows = new float[Rows * inputs];
        float[] scores = new float[Rows * outputs];
        float[] gradients = new float[rows.Length];
        double[] wideOutput = new double[outputs];
        double[] wideInput = new double[inputs];
        ulong state = options.Seed;
        for (int start = 0; start < options.AttackStarts && !search.IsOver; start += Rows)
        {
            foreach (IReadOnlyList<LinearConstraint> region in search.Forbidden.Regions)
            {
                for (int i = 0; i < rows.Length; i++)
                {
                    int at = i % inputs;
                    double share = i < inputs && start == 0 ? 0.5 : Next(ref state);
                    rows[i] = (float)(box.Lower[at] + share * (box.Upper[at] - box.Lower[at]));
                }

                for (int step = 0; step < options.AttackSteps && !search.IsOver; step++)
                {
                    graph.Differentiate(rows, (_, output, derivatives) => Derive(region, output, derivatives), scores, gradients);
                    for (int row = 0; row < Rows; row++)
                    {
                        Widen(scores.AsSpan(row * outputs, outputs), wideOutput);
                        if (search.IsForbidden(wideOutput))
                        {
                            Widen(rows.AsSpan(row * inputs, inputs), wideInput);
                            if (search.TryConfirm(wideInput))
                            {
                                return true;
                            }
                        }
                    }

                    double size = 0.25 * (1 - (double)step / options.AttackSteps);
                    for (int i = 0; i < rows.Length; i++)
                    {
                        int at = i % inputs;
                        double moved = rows[i] - size * (box.Upper[at] - box.Lower[at]) * Sign(gradients[i]);
                        rows[i] = (float)Math.Clamp(moved, box.Lower[at], box.Upper[at]);
                    }
                }
            }
        }

        return false;
    }

    /// <summary>Goes downhill from one point, in double precision, by steps that shrink from a twentieth of the box's width to a hundred-thousandth.</summary>
    public static bool TryDescend(Search search, double[] start)
    {
        InputBox box = search.Forbidden.Box;
        double[] point = [.. start];
        double[] outputs = new double[search.Graph.OutputLength];
        double[] gradient = new double[point.Length];
        for (int step = 0; step < DescentSteps; step++)
        {
            search.Double.Differentiate(point, (_, output, derivatives) => Derive(Nearest(search, output), output, derivatives), outputs, gradient);
            if (search.IsForbidden(outputs) && search.TryConfirm(point))
            {
                return true;
            }

            double size = 0.05 * Math.Pow(2e-4, (double)step / DescentSteps);
            for (int i = 0; i < point.Length; i++)
            {
                point[i] = Math.Clamp(point[i] - size * (box.Upper[i] - box.Lower[i]) * Sign(gradient[i]), box.Lower[i], box.Upper[i]);
            }
        }

        return false;
    }

    private static IReadOnlyList<LinearConstraint> Nearest(Search search, ReadOnlySpan<double> output)
    {
        double[] outputs = output.ToArray();
        return search.Forbidden.Regions.MinBy(region => region.Max(constraint => constraint.Excess(outputs)))!;
    }

    private static void Derive(IReadOnlyList<LinearConstraint> region, ReadOnlySpan<double> output, Span<double> derivatives)
    {
        LinearConstraint worst = region[0];
        double most = double.NegativeInfinity;
        foreach (LinearConstraint constraint in region)
        {
            double excess = constraint.Excess(output);
            (worst, most) = excess > most ? (constraint, excess) : (worst, most);
        }

        worst.Coefficients.CopyTo(derivatives);
    }

    private static void Derive(IReadOnlyList<LinearConstraint> region, ReadOnlySpan<float> output, Span<float> derivatives)
    {
        LinearConstraint worst = region[0];
        double most = double.NegativeInfinity;
        foreach (LinearConstraint constraint in region)
        {
            double excess = -constraint.Bound;
            for (int i = 0; i < output.Length; i++)
            {
                excess += constraint.Coefficients[i] * output[i];
            }

            (worst, most) = excess > most ? (constraint, excess) : (worst, most);
        }

        for (int i = 0; i < derivatives.Length; i++)
        {
            derivatives[i] = (float)worst.Coefficients[i];
        }
    }

    private static void Widen(ReadOnlySpan<float> from, Span<double> to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = from[i];
        }
    }

    private static int Sign(double gradient) => gradient > 0 ? 1 : gradient < 0 ? -1 : 0; // NaN: 0

    private static double Next(ref ulong state)
    {
        state += SplitMix64.Step;
        return (SplitMix64.Mix(state) >> 11) * (1.0 / (1UL << 53));
    }
}
