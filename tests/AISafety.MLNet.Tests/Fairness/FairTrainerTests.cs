using AISafety.Statistics;
using Microsoft.ML;

namespace AISafety.MLNet.Tests;

public sealed class FairTrainerTests
{
    private readonly MLContext _context = new(seed: 1);

    [Test]
    public void ExponentiatedGradient_what_it_says_of_the_rows_is_what_the_classifier_does()
    {
        Applicant[] rows = Applicants.Make(1);
        FairTraining<ReductionFit<ITransformer>> training = Applicants.Trainer(_context).ExponentiatedGradient(Applicants.View(_context, rows));
        double[] probabilities = training.Classifier.Predict(Applicants.View(_context, rows));
        double plain = Distance(rows, [.. rows.Select(static row => row.Income > 0.6 ? 1.0 : 0)]);
        Assert.That(training.Groups, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(training.Fit.Violation, Is.EqualTo(Distance(rows, probabilities)).Within(1e-9));
        Assert.That(training.Fit.Objective, Is.EqualTo(rows.Select((row, i) => Math.Abs((row.Label ? 1 : 0) - probabilities[i])).Average()).Within(1e-9));
        Assert.That((training.Fit.Excess, training.Fit.Found[0].Violation > 0.1, plain > 0.1), Is.EqualTo((0.0, true, true)).Within(1e-3));
        Assert.That(training.Fit.Objective, Is.LessThan(training.Fit.Found[0].Objective + 0.1));
    }

    [Test]
    public void ExponentiatedGradient_new_rows_without_label_and_group_are_treated_alike()
    {
        FairClassifier classifier = Applicants.Trainer(_context).ExponentiatedGradient(Applicants.View(_context, Applicants.Make(1, 2000))).Classifier;
        Applicant[] others = Applicants.Make(2, 4000);
        double[] probabilities = classifier.Predict(_context.Data.LoadFromEnumerable(others.Select(Application.Of)));
        Assert.That(Distance(others, probabilities), Is.LessThan(0.04));
    }

    [Test]
    public void GridSearch_one_model_decides_without_a_draw()
    {
        Applicant[] rows = Applicants.Make(1);
        FairTraining<GridSearchFit<ITransformer>> training = Applicants.Trainer(_context).GridSearch(
            Applicants.View(_context, rows), new() { Constraint = new ParityConstraint { Slack = 0.05 }, MaximumModels = 15 });
        double[] probabilities = training.Classifier.Predict(Applicants.View(_context, rows));
        Assert.That(probabilities, Is.All.EqualTo(0).Or.EqualTo(1));
        Assert.That((training.Fit.IsKept, training.Classifier.IsRandomized, training.Classifier.Parts.Count), Is.EqualTo((true, false, 1)));
        Assert.That(training.Fit.Best.Violation, Is.EqualTo(Distance(rows, probabilities)).Within(1e-9).And.LessThanOrEqualTo(0.05));
        Assert.That(training.Classifier.Decide(Applicants.View(_context, rows), null), Is.EqualTo(probabilities.Select(static p => p == 1)));
    }

    [TestCase("sdca")]
    [TestCase("trees")]
    [TestCase("sgd")]
    public void ExponentiatedGradient_other_trainers_that_take_weights_keep_the_constraint(string name)
    {
        FairTraining<ReductionFit<ITransformer>> training = Applicants.Trainer(_context, columns => name switch
        {
            "sdca" => _context.BinaryClassification.Trainers.SdcaLogisticRegression(new() { LabelColumnName = columns.Label, ExampleWeightColumnName = columns.Weight, NumberOfThreads = 1 }),
            "trees" => _context.BinaryClassification.Trainers.FastTree(new() { LabelColumnName = columns.Label, ExampleWeightColumnName = columns.Weight, NumberOfThreads = 1, NumberOfTrees = 10 }),
            _ => _context.BinaryClassification.Trainers.SgdCalibrated(new() { LabelColumnName = columns.Label, ExampleWeightColumnName = columns.Weight, NumberOfThreads = 1 }),
        }).ExponentiatedGradient(Applicants.View(_context, Applicants.Make(1)), new() { MaximumIterations = 15 });
        Assert.That((training.Fit.Excess, training.Fit.Found[0].Violation > 0.05), Is.EqualTo((0.0, true)).Within(2e-3));
    }

    [Test]
    public void ExponentiatedGradient_logistic_group_loss_bounds_the_loss_of_probabilities()
    {
        Applicant[] rows = Applicants.Make(1);
        double Loss(string group, double[] probabilities) =>
            rows.Select((row, i) => (row.Group, Value: -Math.Log(row.Label ? probabilities[i] : 1 - probabilities[i]))).Where(row => row.Group == group).Average(static row => row.Value);
        FairTraining<ReductionFit<ITransformer>> Train(double maximum) => Applicants.Trainer(_context).ExponentiatedGradient(
            Applicants.View(_context, rows), new() { Constraint = new GroupLossConstraint { Maximum = maximum, Loss = GroupLoss.Logistic }, MaximumIterations = 10 });
        double[] plain = Train(30).Classifier.Predict(Applicants.View(_context, rows));
        (double a, double b) = (Loss("a", plain), Loss("b", plain));
        double maximum = Math.Max(a, b) - 0.0005;
        FairClassifier bounded = Train(maximum).Classifier;
        double[] probabilities = bounded.Predict(Applicants.View(_context, rows));
        Assert.That(new[] { Loss("a", probabilities), Loss("b", probabilities) }, Is.All.LessThanOrEqualTo(maximum + 1e-3));
        Assert.That((bounded.PredictsProbabilities, bounded.IsRandomized), Is.EqualTo((true, false)));
        Assert.That(bounded.Decide(Applicants.View(_context, rows), null), Is.EqualTo(probabilities.Select(static p => p >= 0.5)));
    }

    [Test]
    public void ExponentiatedGradient_several_group_columns_are_groups_of_combinations()
    {
        FairTraining<ReductionFit<ITransformer>> training = Applicants.Trainer(_context, null, nameof(Applicant.Group), nameof(Applicant.Region)).ExponentiatedGradient(
            Applicants.View(_context, Applicants.Make(1)), new() { Constraint = new ParityConstraint { Slack = 1 } });
        Assert.That(training.Groups, Is.EqualTo(new[] { "a | north", "a | south", "b | north", "b | south" }));
    }

    [Test]
    public void ExponentiatedGradient_trainers_that_read_no_weights_or_labels_are_refused()
    {
        IDataView rows = Applicants.View(_context, Applicants.Make(1));
        FairTrainer unweighted = Applicants.Trainer(_context, columns => _context.BinaryClassification.Trainers.AveragedPerceptron(columns.Label, "Features"));
        FairTrainer unlabelled = Applicants.Trainer(_context, columns => _context.BinaryClassification.Trainers.LbfgsLogisticRegression("Label", "Features", columns.Weight));

        // It has the parameter, and does not read the column.
        FairTrainer promising = Applicants.Trainer(_context, columns => _context.BinaryClassification.Trainers.LinearSvm(columns.Label, "Features", columns.Weight));
        Assert.That(() => unweighted.ExponentiatedGradient(rows), Throws.ArgumentException.With.Message.Contains("AveragedPerceptronTrainer) did not read the column of weights"));
        Assert.That(() => promising.ExponentiatedGradient(rows), Throws.ArgumentException.With.Message.Contains("LinearSvmTrainer) did not read the column of weights"));
        Assert.That(() => unlabelled.GridSearch(rows), Throws.ArgumentException.With.Message.Contains("did not read the column of labels"));
    }

    [Test]
    public void ExponentiatedGradient_a_model_without_probabilities_is_refused_where_they_are_needed()
    {
        FairTrainer trainer = Applicants.Trainer(_context, columns => _context.BinaryClassification.Trainers.SdcaNonCalibrated(columns.Label, "Features", columns.Weight));
        Assert.That(
            () => trainer.ExponentiatedGradient(Applicants.View(_context, Applicants.Make(1)), new() { Constraint = new GroupLossConstraint { Maximum = 0.1, Loss = GroupLoss.Squared } }),
            Throws.ArgumentException.With.Message.Contains("no column 'Probability'"));
    }

    [Test]
    public void ExponentiatedGradient_rows_without_label_group_or_feature_are_refused()
    {
        Applicant[] rows = Applicants.Make(1, 50);
        Refused(Applicants.Trainer(_context, null, "Sex"), rows, "no column 'Sex' for the group");
        Refused(new(_context, columns => Applicants.Logistic(_context, columns), new() { Groups = ["Group"], Label = "Truth", Features = Applicants.Features(_context) }), rows, "no column 'Truth' for the label");
        Refused(new(_context, columns => Applicants.Logistic(_context, columns), new() { Groups = ["Group"], Label = "Income", Features = Applicants.Features(_context) }), rows, "another number; expected 0 or 1");
        rows[7].Group = "";
        Refused(Applicants.Trainer(_context), rows, "Row 7 has no group, as its 'Group' is missing");
        rows[7].Group = "a";
        rows[9].Income = float.NaN;
        Refused(Applicants.Trainer(_context), rows, "predicts NaN for row 9");

        void Refused(FairTrainer trainer, Applicant[] some, string expected) =>
            Assert.That(() => trainer.ExponentiatedGradient(Applicants.View(_context, some)), Throws.ArgumentException.With.Message.Contains(expected));
    }

    [Test]
    public void Constructor_options_without_groups_are_refused() => Assert.That(
        () => new FairTrainer(_context, columns => Applicants.Logistic(_context, columns), new() { Groups = [] }), Throws.ArgumentException.With.Message.Contains("Groups names 0 columns"));

    // How far the group that is farthest is from all.
    private static double Distance(Applicant[] rows, double[] selected) => rows
        .Select((row, i) => (row.Group, Value: selected[i]))
        .GroupBy(static row => row.Group)
        .Max(group => Math.Abs(group.Average(static row => row.Value) - selected.Average()));
}
