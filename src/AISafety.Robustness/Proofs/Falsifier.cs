using AISafety.Statistics;

namespace AISafety.Robustness.Proofs;

/// <summary>Looks for a counterexample by projected gradient descent from random starts of the box: on the greatest excess of a region's constraints.</summary>
/// <remarks>A. Madry et al., Towards deep learning models resistant to adversarial attacks, ICLR 2018; here over any linear property. The step shrinks from a quarter of the box's width.</remarks>
internal static class Falsifier
{
    private const int Rows = 60;

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
                        double moved = rows[i] - size * (box.Upper[at] - box.Lower[at]) * Math.Sign(gradients[i]);
                        rows[i] = (float)Math.Clamp(moved, box.Lower[at], box.Upper[at]);
                    }
                }
            }
        }

        return false;
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

    private static double Next(ref ulong state)
    {
        state += SplitMix64.Step;
        return (SplitMix64.Mix(state) >> 11) * (1.0 / (1UL << 53));
    }
}
