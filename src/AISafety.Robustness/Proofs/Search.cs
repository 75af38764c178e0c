using AISafety.Robustness.Bounds;
using AISafety.Robustness.Graphs;

namespace AISafety.Robustness.Proofs;

/// <summary>One case of a property while it is searched: its limits, its tools, and the counterexample once there is one.</summary>
internal sealed class Search
{
    private readonly VerificationOptions _options;
    private readonly long _start;
    private readonly CancellationToken _cancellation;
    private readonly BoundPropagation _point;
    private readonly Func<ReadOnlyMemory<float>, float[]> _replay;

    public Search(OnnxGraph graph, ForbiddenCase forbidden, VerificationOptions options, long start, Func<ReadOnlyMemory<float>, float[]> replay, CancellationToken cancellation)
    {
        (Graph, Forbidden, _options, _start, _replay, _cancellation) = (graph, forbidden, options, start, replay, cancellation);
        Double = ComparesOnly(forbidden) ? graph.DoubleScores : graph.Double;
        Bounds = new(Double);
        _point = new(Double);
    }

    public OnnxGraph Graph { get; }

    /// <summary>The network that bounds are of: without a softmax at the end where only the order of outputs matters.</summary>
    public Graph<double> Double { get; }

    public ForbiddenCase Forbidden { get; }

    public BoundPropagation Bounds { get; }

    public long Branches { get; set; }

    public float[]? Counterexample { get; private set; }

    public float[]? CounterexampleOutput { get; private set; }

    public bool IsOver
    {
        get
        {
            _cancellation.ThrowIfCancellationRequested();
            return Branches >= _options.MaxBranches || _options.TimeProvider.GetElapsedTime(_start) >= _options.Timeout;
        }
    }

    /// <summary>Whether an input, rounded to floats within the box where there are any, is a counterexample beyond doubt: bounds of its output lie in a region, and so does what the replaying model answers.</summary>
    public bool TryConfirm(ReadOnlySpan<double> input)
    {
        float[] row = new float[input.Length];
        double[] exact = new double[input.Length];
        for (int i = 0; i < row.Length; i++)
        {
            double inside = Math.Clamp(input[i], Forbidden.Box.Lower[i], Forbidden.Box.Upper[i]);
            row[i] = Nearest(inside, Forbidden.Box.Lower[i], Forbidden.Box.Upper[i]);

            // An interval between two floats: the point in it is what is proved, the float next to it what is replayed.
            exact[i] = row[i] >= Forbidden.Box.Lower[i] && row[i] <= Forbidden.Box.Upper[i] ? row[i] : inside;
            if (!double.IsFinite(exact[i]) || !float.IsFinite(row[i]))
            {
                return false;
            }
        }

        _point.Intervals(exact, exact);
        int output = Double.Output;
        IReadOnlyList<LinearConstraint>? region = Forbidden.Regions.FirstOrDefault(region => region.All(constraint => Most(constraint, _point.Lower(output), _point.Upper(output)) <= 0));
        if (region is null)
        {
            return false;
        }

        float[] answer = _replay(row);
        double[] wide = Array.ConvertAll(answer, static value => (double)value);
        if (!region.All(constraint => constraint.Excess(wide) <= 0))
        {
            return false;
        }

        (Counterexample, CounterexampleOutput) = (row, answer);
        return true;
    }

    /// <summary>Whether an output is in a region, as far as plain arithmetic can tell.</summary>
    public bool IsForbidden(ReadOnlySpan<double> outputs) => Excess(outputs) <= 0;

    /// <summary>How far an output is from the nearest region: the greatest excess of its constraints; 0 or less inside.</summary>
    public double Excess(ReadOnlySpan<double> outputs)
    {
        double least = double.PositiveInfinity;
        foreach (IReadOnlyList<LinearConstraint> region in Forbidden.Regions)
        {
            double most = double.NegativeInfinity;
            foreach (LinearConstraint constraint in region)
            {
                most = Math.Max(most, constraint.Excess(outputs));
            }

            least = Math.Min(least, most);
        }

        return least;
    }

    // One output against another.
    private static bool ComparesOnly(ForbiddenCase forbidden) => forbidden.Regions.All(static region => region.All(static constraint =>
        constraint.Bound == 0 && constraint.Coefficients.ToArray().Where(static one => one != 0).Order().SequenceEqual([-1.0, 1.0])));

    private static double Most(LinearConstraint constraint, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        double sum = -constraint.Bound;
        double magnitude = Math.Abs(constraint.Bound);
        for (int i = 0; i < lower.Length; i++)
        {
            double term = constraint.Coefficients[i] * (constraint.Coefficients[i] >= 0 ? upper[i] : lower[i]);
            sum += term;
            magnitude += Math.Abs(term);
        }

        return sum + magnitude * (lower.Length + 4) * 2.3e-16;
    }

    // A float of the interval if there is one, else the nearest.
    private static float Nearest(double value, double lower, double upper)
    {
        float rounded = (float)value;
        float inward = rounded < lower ? MathF.BitIncrement(rounded) : rounded > upper ? MathF.BitDecrement(rounded) : rounded;
        return inward >= lower && inward <= upper ? inward : rounded;
    }
}
