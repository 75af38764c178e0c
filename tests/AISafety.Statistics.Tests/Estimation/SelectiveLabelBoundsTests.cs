using CsCheck;

namespace AISafety.Statistics.Tests;

/// <summary>Bounds where only the selected get a label.</summary>
public sealed class SelectiveLabelBoundsTests
{
    [Test]
    public void WorstCase_of_a_small_table_is_what_is_found_by_hand()
    {
        SelectiveLabelBounds bounds = SelectiveLabelBounds.WorstCase(60, 20, 40);
        Assert.That(bounds.IsIdentified, Is.False);
        Assert.That(bounds.Precision, Is.EqualTo(0.75));
        Assert.That(bounds.TruePositiveRate, Is.EqualTo(new Interval(0.6, 1)));
        Assert.That(bounds.FalseNegativeRate, Is.EqualTo(new Interval(0, 0.4)));
        Assert.That(bounds.FalsePositiveRate, Is.EqualTo(new Interval(20 / 60.0, 1)));
        Assert.That(bounds.Accuracy, Is.EqualTo(new Interval(0.5, 100 / 120.0)));
        Assert.That(bounds.BaseRate, Is.EqualTo(new Interval(0.5, 100 / 120.0)));
    }

    [Test]
    public void WorstCase_holds_the_truth_whatever_the_hidden_labels_and_meets_it_at_the_ends() =>
        Gen.Select(Gen.Int[1, 50], Gen.Int[1, 50], Gen.Int[0, 50], Gen.Int[0, 50]).Sample((tp, fp, hiddenOnes, hiddenZeros) =>
        {
            SelectiveLabelBounds bounds = SelectiveLabelBounds.WorstCase(tp, fp, hiddenOnes + hiddenZeros);
            ConfusionCounts truth = new(tp, fp, hiddenZeros, hiddenOnes);
            Assert.That(Within(bounds.TruePositiveRate, truth.Recall) && Within(bounds.FalseNegativeRate, truth.FalseNegativeRate)
                && Within(bounds.FalsePositiveRate, truth.FalsePositiveRate) && Within(bounds.TrueNegativeRate, truth.Specificity)
                && Within(bounds.Accuracy, truth.Accuracy) && Within(bounds.BaseRate, truth.BaseRate));
            Assert.That(bounds.IsIdentified, Is.EqualTo(hiddenOnes + hiddenZeros == 0));
            if (hiddenZeros == 0)
            {
                Assert.That(bounds.TruePositiveRate.Lower, Is.EqualTo(truth.Recall).Within(1e-12));
            }
        });

    [Test]
    public void Assumptions_narrow_the_bounds()
    {
        SelectiveLabelBounds monotone = SelectiveLabelBounds.NoBetterThanSelected(60, 20, 40);
        Assert.That(monotone.TruePositiveRate.Lower, Is.EqualTo(60 / 90.0).Within(1e-12));
        Assert.That(monotone.TruePositiveRate.Upper, Is.EqualTo(1));
        SelectiveLabelBounds known = SelectiveLabelBounds.Assuming(60, 20, 40, new(0.5, 0.5));
        Assert.That(known.IsIdentified);
        Assert.That(known.TruePositiveRate, Is.EqualTo(new Interval(0.75, 0.75)));
    }

    [Test]
    public void Of_nothing_selected_or_nothing_at_all_there_is_no_rate()
    {
        Assert.That(SelectiveLabelBounds.WorstCase(0, 0, 0).TruePositiveRate.Lower, Is.NaN);
        Assert.That(SelectiveLabelBounds.WorstCase(0, 5, 10).TruePositiveRate, Is.EqualTo(new Interval(0, 0)), "whoever has label 1 was rejected");
        Assert.That(() => SelectiveLabelBounds.WorstCase(-1, 0, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => SelectiveLabelBounds.Assuming(1, 1, 1, new(0.5, 1.5)), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static bool Within(Interval bounds, double value) => value >= bounds.Lower - 1e-12 && value <= bounds.Upper + 1e-12;
}
