using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Robustness;

/// <summary>One step of an attack by gradients: move, stay in the ball and in the range. Each is one pass; a derivative of NaN moves nothing.</summary>
internal static class StepKernels
{
    // What the rounding of a sum of squares in double can add up to, and more: so that what is scaled to the length of epsilon is not longer.
    private const double Inner = 1 - 1e-9;

    /// <summary>x + step sign(gradient), within epsilon of the original and within the range.</summary>
    public static void Sign(Span<float> x, ReadOnlySpan<float> original, ReadOnlySpan<float> gradient, float step, AttackBudget budget)
    {
        int width = Vector<float>.Count;
        (float epsilon, float min, float max) = (budget.Epsilon, budget.Minimum, budget.Maximum);
        (Vector<float> steps, Vector<float> reach, Vector<float> low, Vector<float> high) = (new(step), new(epsilon), new(min), new(max));
        original = original[..x.Length];
        gradient = gradient[..x.Length];
        int i = 0;
        for (; i <= x.Length - width; i += width)
        {
            Vector<float> slope = new(gradient.Slice(i, width));
            Vector<float> center = new(original.Slice(i, width));
            Vector<float> up = Vector.ConditionalSelect(Vector.GreaterThan(slope, Vector<float>.Zero), steps, Vector<float>.Zero);
            Vector<float> down = Vector.ConditionalSelect(Vector.LessThan(slope, Vector<float>.Zero), steps, Vector<float>.Zero);
            Vector<float> moved = new Vector<float>(x.Slice(i, width)) + up - down;
            moved = Vector.Min(Vector.Max(moved, Vector.Max(BallEdge.Below(center, reach), low)), Vector.Min(BallEdge.Above(center, reach), high));
            moved.CopyTo(x.Slice(i, width));
        }

        for (; i < x.Length; i++)
        {
            float moved = gradient[i] > 0 ? x[i] + step : gradient[i] < 0 ? x[i] - step : x[i];
            x[i] = Math.Min(Math.Max(moved, Math.Max(BallEdge.Below(original[i], epsilon), min)), Math.Min(BallEdge.Above(original[i], epsilon), max));
        }
    }

    /// <summary>x + step gradient / |gradient|, within an L2 ball around the original and within the range. A gradient without a direction moves nothing.</summary>
    public static void Along(Span<float> x, ReadOnlySpan<float> original, ReadOnlySpan<float> gradient, float step, AttackBudget budget)
    {
        // The greatest first, so that small gradients do not vanish when squared.
        float most = TensorPrimitives.MaxMagnitude(gradient[..x.Length]);
        most = Math.Abs(most);
        if (!(most > 0) || float.IsInfinity(most))
        {
            return;
        }

        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double part = gradient[i] / (double)most;
            sum += part * part;
        }

        double scale = step / (most * Math.Sqrt(sum));
        for (int i = 0; i < x.Length; i++)
        {
            x[i] += (float)(scale * gradient[i]);
        }

        Project(x, original, budget);
    }

    /// <summary>Into the budget: into the ball, then into the range, which leads no further away from an original that lies in it.</summary>
    public static void Project(Span<float> x, ReadOnlySpan<float> original, AttackBudget budget)
    {
        if (budget.Norm == AttackNorm.L2)
        {
            double distance = budget.Distance(x, original);
            double scale = distance > budget.Epsilon ? Inner * budget.Epsilon / distance : 1;
            for (int i = 0; i < x.Length; i++)
            {
                float moved = scale == 1 ? x[i] : BallEdge.Nearer(original[i] + (((double)x[i] - original[i]) * scale), original[i]);
                x[i] = Math.Clamp(moved, budget.Minimum, budget.Maximum);
            }

            return;
        }

        for (int i = 0; i < x.Length; i++)
        {
            x[i] = Math.Min(Math.Max(x[i], Math.Max(BallEdge.Below(original[i], budget.Epsilon), budget.Minimum)), Math.Min(BallEdge.Above(original[i], budget.Epsilon), budget.Maximum));
        }
    }

    /// <summary>momentum = decay momentum + gradient / (sum of |gradient|).</summary>
    public static void Accumulate(Span<float> momentum, ReadOnlySpan<float> gradient, float decay)
    {
        // In double, in which sums of floats do not overflow, and the least has a reciprocal.
        double size = 0;
        foreach (float derivative in gradient)
        {
            size += Math.Abs((double)derivative);
        }

        bool hasDirection = size > 0 && double.IsFinite(size);
        for (int i = 0; i < momentum.Length; i++)
        {
            momentum[i] = (decay * momentum[i]) + (hasDirection ? (float)(gradient[i] / size) : 0);
        }
    }
}
