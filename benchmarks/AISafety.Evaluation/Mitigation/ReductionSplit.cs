using System.Globalization;
using AISafety.MLNet;
using AISafety.Statistics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace AISafety.Evaluation.Mitigation;

/// <summary>One random split: the half that <see cref="MitigationSplit"/> does not judge trains, as nothing else is fitted, and the half that it judges is judged.</summary>
internal sealed class ReductionSplit
{
    private const int GridModelsOfOneRate = 21;
    private const int GridModelsOfTwoRates = 41;

    private readonly MLContext _context = new(seed: 0);
    private readonly PersonRows _rows;
    private readonly int _seed;
    private readonly string _trainer;
    private readonly int[] _test;
    private readonly IDataView _training;
    private readonly IDataView _judged;

    public ReductionSplit(PersonRows rows, int seed, string trainer)
    {
        (_rows, _seed, _trainer) = (rows, seed, trainer);
        (int[] training, _test) = Halves(rows, seed);
        _training = View(training);
        _judged = View(_test);
    }

    /// <summary>Writes the features, labels and groups, and of each split the rows that train.</summary>
    public static void Export(PersonRows rows, string folder, IEnumerable<int> seeds)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllLines(
            Path.Combine(folder, "rows.csv"),
            rows.Features.Select((features, row) => string.Join(',', features.Select(static value => value.ToString(CultureInfo.InvariantCulture))) + FormattableString.Invariant($",{rows.Labels[row]},{rows.Groups[row]}")));
        foreach (int seed in seeds)
        {
            File.WriteAllLines(Path.Combine(folder, FormattableString.Invariant($"split-{seed}.txt")), Halves(rows, seed).Training.Select(static row => row.ToString(CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Each way, and what came of it; the model as it is comes first.</summary>
    public IEnumerable<(string Way, FairnessMetrics Metrics)> Run()
    {
        ParityConstraint parity = new() { Criterion = FairnessCriterion.DemographicParity };
        ParityConstraint opportunity = new() { Criterion = FairnessCriterion.EqualOpportunity };
        ParityConstraint odds = new() { Criterion = FairnessCriterion.EqualizedOdds };

        // What nothing is asked of is the model as it is.
        yield return (MitigationSplit.None, Gradient(parity with { Slack = 1 }));
        yield return ("exponentiated gradient, DemographicParity", Gradient(parity));
        yield return ("exponentiated gradient, EqualOpportunity", Gradient(opportunity));
        yield return ("exponentiated gradient, EqualizedOdds", Gradient(odds));
        yield return ("grid search, DemographicParity", Grid(parity, GridModelsOfOneRate));
        yield return ("grid search, EqualizedOdds", Grid(odds, GridModelsOfTwoRates));
    }

    private static (int[] Training, int[] Test) Halves(PersonRows rows, int seed)
    {
        int[] order = [.. Enumerable.Range(0, rows.Labels.Length)];
        new Random(seed).Shuffle(order);
        int half = 2 * (order.Length / 4);
        return (order[..half], order[half..]);
    }

    private FairnessMetrics Gradient(ParityConstraint constraint)
    {
        FairTraining<ReductionFit<ITransformer>> training = Trainer().ExponentiatedGradient(_training, new() { Constraint = constraint });
        ReductionFit<ITransformer> fit = training.Fit;
        Console.Error.WriteLine(FormattableString.Invariant(
            $"split {_seed} {constraint.Criterion} slack {constraint.Slack}: {fit.Trained} models, {fit.Iterations} steps, gap {fit.Gap:f5}, error {fit.Objective:f4}, violation {fit.Violation:f4}, mixture of {fit.Mixture.Count}, multipliers {Text(fit.Multipliers)}"));
        return Judge(training.Classifier);
    }

    private FairnessMetrics Grid(ParityConstraint constraint, int models)
    {
        FairTraining<GridSearchFit<ITransformer>> training = Trainer().GridSearch(_training, new() { Constraint = constraint, MaximumModels = models });
        ReductionHypothesis<ITransformer> best = training.Fit.Best;
        Console.Error.WriteLine(FormattableString.Invariant(
            $"split {_seed} grid {constraint.Criterion}: {training.Fit.Trained} models, error {best.Objective:f4}, violation {best.Violation:f4}, multipliers {Text(best.Multipliers)}"));
        return Judge(training.Classifier);
    }

    private static string Text(IReadOnlyList<ReductionMultiplier> multipliers) => string.Join(' ', multipliers.Select(static one => one.Value.ToString("f3", CultureInfo.InvariantCulture)));

    private FairTrainer Trainer() => new(
        _context,
        columns => _trainer switch
        {
            "lbfgs" => _context.BinaryClassification.Trainers.LbfgsLogisticRegression(
                new() { LabelColumnName = columns.Label, ExampleWeightColumnName = columns.Weight, NumberOfThreads = 1 }),
            "sdca" => _context.BinaryClassification.Trainers.SdcaLogisticRegression(
                new() { LabelColumnName = columns.Label, ExampleWeightColumnName = columns.Weight, NumberOfThreads = 1 }),
            "trees" => _context.BinaryClassification.Trainers.FastTree(
                new() { LabelColumnName = columns.Label, ExampleWeightColumnName = columns.Weight, NumberOfThreads = 1, NumberOfTrees = 50 }),
            _ => throw new BadFileException($"--trainer: '{_trainer}'; expected lbfgs, sdca or trees."),
        },
        new() { Groups = [nameof(Person.Group)], Label = nameof(Person.Label), Features = _context.Transforms.NormalizeMeanVariance(nameof(Person.Features), fixZero: false) });

    private FairnessMetrics Judge(FairClassifier classifier)
    {
        bool[] decisions = classifier.Decide(_judged, nameof(Person.Key), _seed);
        return FairnessMetrics.Compute(GroupCounts.Of(
            (int[])[.. _test.Select(row => _rows.Groups[row])], [.. _test.Select(row => _rows.Labels[row])], [.. decisions.Select(static selected => (byte)(selected ? 1 : 0))], _rows.GroupCount));
    }

    private IDataView View(int[] rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Person));
        schema[nameof(Person.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, _rows.Features[0].Length);
        return _context.Data.LoadFromEnumerable(
            rows.Select(row => new Person
            {
                Features = Array.ConvertAll(_rows.Features[row], static value => (float)value),
                Label = _rows.Labels[row] == 1,
                Group = _rows.Groups[row],
                Key = row.ToString(CultureInfo.InvariantCulture),
            }).ToArray(),
            schema);
    }

    private sealed class Person
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }

        public int Group { get; set; }

        public string Key { get; set; } = "";
    }
}
