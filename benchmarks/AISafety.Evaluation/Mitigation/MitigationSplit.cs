using AISafety.Statistics;

namespace AISafety.Evaluation.Mitigation;

/// <summary>One random split: a quarter trains the model, a quarter is what thresholds are fitted to, and a half is judged.</summary>
internal sealed class MitigationSplit
{
    /// <summary>The way of a model as it is.</summary>
    public const string None = "none";

    private readonly PersonRows _rows;
    private readonly int[] _training;
    private readonly int[] _fitting;
    private readonly int[] _test;
    private readonly double[] _draws;

    public MitigationSplit(PersonRows rows, int seed)
    {
        _rows = rows;
        Random random = new(seed);
        int[] order = [.. Enumerable.Range(0, rows.Labels.Length)];
        random.Shuffle(order);
        int quarter = order.Length / 4;
        (_training, _fitting, _test) = (order[..quarter], order[quarter..(2 * quarter)], order[(2 * quarter)..]);
        _draws = [.. _test.Select(_ => random.NextDouble())];
    }

    /// <summary>Each way, and what came of it; the model as it is comes first. Thresholds that cannot be fitted to these rows are left out.</summary>
    public IEnumerable<(string Way, FairnessMetrics Metrics)> Run()
    {
        int groups = _rows.GroupCount;
        WeightedLogistic model = Train(_rows.Features, Ones());
        yield return (None, Judge(row => model.Predict(_rows.Features[row]) >= 0.5));
        double[] scores = [.. _fitting.Select(row => model.Predict(_rows.Features[row]))];
        double[] tested = [.. _test.Select(row => model.Predict(_rows.Features[row]))];
        byte[] labels = [.. _fitting.Select(row => _rows.Labels[row])];
        int[] codes = [.. _fitting.Select(row => _rows.Groups[row])];
        foreach (ThresholdObjective objective in Enum.GetValues<ThresholdObjective>())
        {
            for (FairnessCriterion criterion = 0; criterion <= FairnessCriterion.EqualizedOdds; criterion++)
            {
                ThresholdOptions options = new() { Criterion = criterion, Objective = objective };
                if (Fitted(() => ThresholdOptimizer.Fit(scores, labels, codes, groups, options).Thresholds) is { } thresholds)
                {
                    yield return ($"thresholds, {criterion}, {objective}", Apply(thresholds, tested));
                }
            }
        }

        if (Fitted(() => RejectOption.Fit(scores, labels, codes, groups).Thresholds) is { } region)
        {
            yield return ("reject option, DemographicParity", Apply(region, tested));
        }

        double[] weights = new double[_training.Length];
        int[] trainingGroups = [.. _training.Select(row => _rows.Groups[row])];
        byte[] trainingLabels = [.. _training.Select(row => _rows.Labels[row])];
        Reweighing.Fit(trainingGroups, trainingLabels, groups).Apply(trainingGroups, trainingLabels, weights);
        WeightedLogistic weighed = Train(_rows.Features, weights);
        yield return ("reweighing", Judge(row => weighed.Predict(_rows.Features[row]) >= 0.5));
        yield return ("correlation remover", Retrained(Decorrelated()));
        yield return ("disparate impact remover, numbers only", Retrained(Repaired()));
    }

    // A group may lack rows of a label, and no region may keep the difference.
    private static GroupThresholds? Fitted(Func<GroupThresholds> fit)
    {
        try
        {
            return fit();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private FairnessMetrics Retrained(double[][] features)
    {
        WeightedLogistic model = Train(features, Ones());
        return Judge(row => model.Predict(features[row]) >= 0.5);
    }

    private double[][] Decorrelated()
    {
        int width = _rows.Features[0].Length;
        CorrelationRemover remover = CorrelationRemover.Fit(
            [.. _training.SelectMany(row => _rows.Features[row])], width, [.. _training.SelectMany(row => Indicators(row))], _rows.GroupCount);
        return Changed((row, result) => remover.Apply(_rows.Features[row], Indicators(row), 1, result));
    }

    private double[][] Repaired()
    {
        int numbers = _rows.Numbers;
        DisparateImpactRemover remover = DisparateImpactRemover.Fit(
            [.. _training.SelectMany(row => _rows.Features[row][..numbers])], numbers, [.. _training.Select(row => _rows.Groups[row])], _rows.GroupCount);
        return Changed((row, result) => remover.Apply(_rows.Features[row].AsSpan(0, numbers), _rows.Groups[row], 1, result.AsSpan(0, numbers)));
    }

    private double[][] Changed(Action<int, double[]> change) => [.. Enumerable.Range(0, _rows.Features.Length).Select(row =>
    {
        double[] result = [.. _rows.Features[row]];
        change(row, result);
        return result;
    })];

    private double[] Indicators(int row) => [.. Enumerable.Range(0, _rows.GroupCount).Select(group => _rows.Groups[row] == group ? 1.0 : 0)];

    private double[] Ones() => [.. _training.Select(static _ => 1.0)];

    private WeightedLogistic Train(double[][] features, double[] weights) =>
        new([.. _training.Select(row => features[row])], [.. _training.Select(row => _rows.Labels[row])], weights);

    private FairnessMetrics Apply(GroupThresholds thresholds, double[] scores)
    {
        int next = 0;
        return Judge(row =>
        {
            bool selects = thresholds.Decide(scores[next], _rows.Groups[row], _draws[next]);
            next++;
            return selects;
        });
    }

    private FairnessMetrics Judge(Func<int, bool> selects) => FairnessMetrics.Compute(GroupCounts.Of(
        (int[])[.. _test.Select(row => _rows.Groups[row])], [.. _test.Select(row => _rows.Labels[row])], [.. _test.Select(row => (byte)(selects(row) ? 1 : 0))], _rows.GroupCount));
}
