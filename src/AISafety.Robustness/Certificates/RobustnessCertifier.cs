using System.Collections.Concurrent;
using AISafety.Robustness.Bounds;
using AISafety.Robustness.Graphs;
using AISafety.Robustness.Proofs;

namespace AISafety.Robustness;

/// <summary>Proves, input by input, that no input within an L-infinity distance gets another class: by bounds alone, without a search.</summary>
/// <remarks>
/// <para>What is not certified may still be robust: bounds are not exact. <see cref="Verifier"/> searches on. Proofs are of the network in real numbers, see there.</para>
/// <para>A softmax at the end is left out: it changes no order. Safe to use from many threads at once.</para>
/// </remarks>
public sealed class RobustnessCertifier
{
    private const int SlopeSteps = 30;

    private readonly Graph<double> _graph;
    private readonly ConcurrentBag<BoundPropagation> _pool = [];
    private readonly double _minimum;
    private readonly double _maximum;

    /// <summary>Creates a certifier.</summary>
    /// <param name="graph">The network; its outputs are scores of classes, 2 or more.</param>
    /// <param name="method">How bounds are computed.</param>
    /// <param name="minimum">The least value that an input can have, finite; default 0.</param>
    /// <param name="maximum">The greatest, finite; default 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="graph"/> is null.</exception>
    /// <exception cref="ArgumentException">The network has one output, the range is empty or not finite, or there is no such method.</exception>
    public RobustnessCertifier(OnnxGraph graph, CertificateMethod method = CertificateMethod.Linear, double minimum = 0, double maximum = 1)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.OutputLength < 2)
        {
            throw new ArgumentException("The network has one output; expected a score for each of 2 classes or more.", nameof(graph));
        }

        if (!double.IsFinite(minimum) || !double.IsFinite(maximum) || minimum >= maximum)
        {
            throw new ArgumentException(FormattableString.Invariant($"The range is {minimum} to {maximum}; expected finite numbers, the first less than the second."), nameof(maximum));
        }

        if (!Enum.IsDefined(method))
        {
            throw new ArgumentException($"{nameof(method)} is {method}; expected one of {nameof(CertificateMethod)}.", nameof(method));
        }

        (Graph, Method, _graph, _minimum, _maximum) = (graph, method, graph.DoubleScores, minimum, maximum);
    }

    /// <summary>The network.</summary>
    public OnnxGraph Graph { get; }

    /// <summary>How bounds are computed.</summary>
    public CertificateMethod Method { get; }

    /// <summary>Proves what it can of one input.</summary>
    /// <param name="row">The input.</param>
    /// <param name="classIndex">The class that is to stay: 0 to the number of outputs less 1.</param>
    /// <param name="epsilon">The greatest change of a value, in its own unit: 0 or more, finite.</param>
    /// <exception cref="ArgumentException">The row has another length than the network's input, there is no such class, or epsilon is out of range.</exception>
    public RobustnessCertificate Certify(ReadOnlySpan<float> row, int classIndex, double epsilon)
    {
        if (row.Length != _graph.InputLength)
        {
            throw new ArgumentException($"The row has {row.Length} values; the network takes {_graph.InputLength}.", nameof(row));
        }

        if (classIndex < 0 || classIndex >= _graph.OutputLength)
        {
            throw new ArgumentException($"{nameof(classIndex)} is {classIndex}; expected 0 to {_graph.OutputLength - 1}.", nameof(classIndex));
        }

        if (!(epsilon >= 0) || !double.IsFinite(epsilon))
        {
            throw new ArgumentException(FormattableString.Invariant($"{nameof(epsilon)} is {epsilon}; expected 0 or more."), nameof(epsilon));
        }

        foreach (float value in row)
        {
            if (!(value >= _minimum && value <= _maximum))
            {
                return new(double.NaN);
            }
        }

        InputBox box = InputBox.Around(row, epsilon, _minimum, _maximum);
        if (!_pool.TryTake(out BoundPropagation? bounds))
        {
            bounds = new(_graph);
        }

        double margin = Method == CertificateMethod.Intervals ? ByIntervals(bounds, box, classIndex) : ByLines(bounds, box, classIndex);
        _pool.Add(bounds);
        return new(margin);
    }

    /// <summary>The greatest distance up to which an input is certified, by halving.</summary>
    /// <param name="row">The input.</param>
    /// <param name="classIndex">The class that is to stay.</param>
    /// <param name="most">The greatest distance to try: more than 0.</param>
    /// <param name="halvings">How often to halve: 1 to 50; default 12, after which the answer is less than most / 4096 too small.</param>
    /// <returns>0 if not even the input itself is certified.</returns>
    /// <exception cref="ArgumentException">As <see cref="Certify"/>, or an argument is out of range.</exception>
    public double CertifiedDistance(ReadOnlySpan<float> row, int classIndex, double most, int halvings = 12)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        ArgumentOutOfRangeException.ThrowIfLessThan(halvings, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(halvings, 50);
        if (Certify(row, classIndex, most).IsCertified)
        {
            return most;
        }

        double certified = 0;
        double open = most;
        for (int i = 0; i < halvings; i++)
        {
            double middle = (certified + open) / 2;
            (certified, open) = Certify(row, classIndex, middle).IsCertified ? (middle, open) : (certified, middle);
        }

        return certified;
    }

    // The last product and the difference of scores are one product: intervals go up to before it.
    private double ByIntervals(BoundPropagation bounds, InputBox box, int classIndex)
    {
        bounds.Intervals(box.Lower, box.Upper);
        double[] margins = new double[_graph.OutputLength - 1];
        bounds.LastStep(Differences(classIndex), margins.Length, margins);
        return margins.Min();
    }

    private double ByLines(BoundPropagation bounds, InputBox box, int classIndex)
    {
        bounds.Linear(box.Lower, box.Upper, null);
        int classes = _graph.OutputLength;
        double[] rows = Differences(classIndex);
        double[] margins = new double[classes - 1];
        bounds.Backward(_graph.Output, rows, margins.Length, margins);
        if (Method == CertificateMethod.OptimizedLinear && margins.Min() <= 0 && ReluBranching.CanBranch(_graph))
        {
            SlopeSearch slopes = new(bounds);
            double[][] first = slopes.FirstSlopes();
            for (int i = 0; i < margins.Length; i++)
            {
                if (margins[i] <= 0)
                {
                    margins[i] = Math.Max(margins[i], slopes.Raise(rows[(i * classes)..((i + 1) * classes)], Branch.Whole(null, first), SlopeSteps, 0));
                }
            }
        }

        return margins.Min();
    }

    // The class's score less each other's.
    private double[] Differences(int classIndex)
    {
        int classes = _graph.OutputLength;
        double[] rows = new double[(classes - 1) * classes];
        for (int i = 0; i < classes - 1; i++)
        {
            rows[i * classes + classIndex] = 1;
            rows[i * classes + (i < classIndex ? i : i + 1)] = -1;
        }

        return rows;
    }
}
