using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>The steps of <see cref="ExponentiatedGradient"/>.</summary>
internal sealed class SaddleSearch<TModel>
{
    // A learner that is not exact may yet find better models for other multipliers, so that an early gap is not believed.
    private const int LeastIterations = 5;
    private const double LeastGap = 1e-9;

    private readonly HypothesisPool<TModel> _pool;
    private readonly ExponentiatedGradientOptions _options;
    private readonly ReductionMoments _moments;

    // The sums of violations by side; if two-sided, first those of too great moments, then of too small ones.
    private readonly double[] _sums;
    private readonly List<double> _answers = [];
    private readonly double[] _average;
    private Pair? _best;
    private int _solvedWith;

    public SaddleSearch(HypothesisPool<TModel> pool, ExponentiatedGradientOptions options)
    {
        (_pool, _options, _moments) = (pool, options, pool.Moments);
        _sums = new double[_moments.Count * (_moments.IsTwoSided ? 2 : 1)];
        _average = new double[_moments.Count];
    }

    public ReductionFit<TModel> Run()
    {
        double[] multipliers = new double[_moments.Count];
        _pool.Train(multipliers);
        ReductionHypothesis<TModel> plain = _pool.Found[0];
        double share = Math.Min(plain.Objective, 0.5);
        double allowed = _options.Gap ?? Math.Max(LeastGap, Math.Sqrt(share * (1 - share) / _pool.Rows) / 2);
        Consider(new([1], multipliers));
        int iteration = 0;

        // What keeps the constraint without being asked to is the solution.
        while (_moments.Excess(plain.Moments) > 0 && iteration < _options.MaximumIterations && (iteration < LeastIterations || _best!.Gap > allowed))
        {
            multipliers = MultipliersOf(_sums);
            if (iteration > 0 || !_moments.IsTwoSided)
            {
                _pool.Train(multipliers);
            }

            int answer = _pool.Best(multipliers, out _);
            Average(answer, multipliers, ++iteration);
            Consider(new([.. _answers.Select(count => count / iteration)], [.. _average]));
            if (_solvedWith < _pool.Found.Count)
            {
                Consider(Solve());
            }

            Add(_pool.Found[answer].Moments);
        }

        return Result(allowed, iteration);
    }

    private double[] MultipliersOf(ReadOnlySpan<double> sums)
    {
        // B exp(x) / (1 + sum exp(x)), where the 1 is the constraint that costs nothing.
        double[] shares = new double[sums.Length];
        TensorPrimitives.Multiply(sums, _options.LearningRate / _options.MultiplierBound, shares);
        double greatest = Math.Max(0, TensorPrimitives.Max<double>(shares));
        TensorPrimitives.Subtract(shares, greatest, shares);
        TensorPrimitives.Exp<double>(shares, shares);
        double all = Math.Exp(-greatest) + TensorPrimitives.Sum<double>(shares);
        TensorPrimitives.Multiply(shares, _options.MultiplierBound / all, shares);
        return Net(shares);
    }

    // Opposite sides cancel: the Lagrangian gains by it whatever the model.
    private double[] Net(ReadOnlySpan<double> sides)
    {
        double[] net = [.. sides[.._moments.Count]];
        if (_moments.IsTwoSided)
        {
            TensorPrimitives.Subtract(net, sides[_moments.Count..], net);
        }

        return net;
    }

    private void Average(int answer, double[] multipliers, int iteration)
    {
        while (_answers.Count < _pool.Found.Count)
        {
            _answers.Add(0);
        }

        _answers[answer]++;
        for (int k = 0; k < _average.Length; k++)
        {
            _average[k] += (multipliers[k] - _average[k]) / iteration;
        }
    }

    private void Add(ReadOnlySpan<double> moments)
    {
        for (int side = 0; side < _sums.Length; side++)
        {
            _sums[side] += (side < moments.Length ? moments[side] : -moments[side - moments.Length]) - _moments.Bound;
        }
    }

    // Rows: no constraint, then each side at the full bound. Columns: the models found.
    private Pair Solve()
    {
        int found = _solvedWith = _pool.Found.Count;
        double[,] payoffs = new double[_sums.Length + 1, found];
        for (int i = 0; i < found; i++)
        {
            ReductionHypothesis<TModel> hypothesis = _pool.Found[i];
            payoffs[0, i] = hypothesis.Objective;
            for (int side = 0; side < _sums.Length; side++)
            {
                double moment = hypothesis.Moments[side % _moments.Count] * (side < _moments.Count ? 1 : -1);
                payoffs[side + 1, i] = hypothesis.Objective + _options.MultiplierBound * (moment - _moments.Bound);
            }
        }

        (double[] mixture, double[] rows) = MatrixGame.Solve(payoffs);
        double[] sides = rows[1..];
        TensorPrimitives.Multiply(sides, _options.MultiplierBound, sides);
        return new(mixture, Net(sides));
    }

    // The models that were found later may show that the best so far is less good than it seemed.
    private void Consider(Pair pair)
    {
        double least = _best is null ? double.PositiveInfinity : Judge(_best);
        if (Judge(pair) > least)
        {
            return;
        }

        if (_best is not null)
        {
            _pool.Train(pair.Multipliers);
            least = Judge(_best);
        }

        if (Judge(pair) <= least)
        {
            _best = pair;
        }
    }

    private double Judge(Pair pair)
    {
        Span<double> moments = new double[_moments.Count];
        double objective = _pool.Mix(pair.Mixture, moments);
        double value = _moments.Lagrangian(objective, moments, pair.Multipliers);
        double worst = objective + _options.MultiplierBound * Math.Max(0, _moments.Excess(moments));
        _ = _pool.Best(pair.Multipliers, out double least);
        return pair.Gap = Math.Max(0, Math.Max(value - least, worst - value));
    }

    private ReductionFit<TModel> Result(double allowed, int iterations)
    {
        Pair best = _best!;
        double gap = Judge(best);
        double[] moments = new double[_moments.Count];
        double objective = _pool.Mix(best.Mixture, moments);
        ReductionShare<TModel>[] shares = [.. best.Mixture.Select((weight, i) => new ReductionShare<TModel>(_pool.Found[i], weight)).Where(static share => share.Weight > 0)];
        return new(_pool, shares)
        {
            Objective = objective,
            Violation = _moments.Greatest(moments),
            Excess = Math.Max(0, _moments.Excess(moments)),
            Multipliers = _pool.Name(best.Multipliers),
            Gap = gap,
            HasConverged = gap <= allowed,
            Iterations = iterations,
        };
    }

    private sealed class Pair(double[] mixture, double[] multipliers)
    {
        // Of the models that were found first.
        public double[] Mixture { get; } = mixture;

        public double[] Multipliers { get; } = multipliers;

        public double Gap { get; set; }
    }
}
