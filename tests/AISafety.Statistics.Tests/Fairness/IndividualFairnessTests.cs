namespace AISafety.Statistics.Tests;

public sealed class IndividualFairnessTests
{
    [Test]
    public void Consistency_counts_the_row_among_its_nearest()
    {
        // The two nearest of 0 are 0 and 1, of 1: 1 and 0, of 10: 10 and 12, of 12: 12 and 10.
        double[] rows = [0, 1, 10, 12];
        FairnessValue value = Consistency.Compute<double>(rows, 1, [0, 1, 1, 1], neighbors: 2);
        Assert.That(value.Value, Is.EqualTo(1 - (0.5 + 0.5) / 4).Within(1e-15));
        Assert.That(Consistency.Compute<double>(rows, 1, [1, 1, 1, 1], neighbors: 3).Value, Is.EqualTo(1));
    }

    [Test]
    public void Consistency_leaves_out_incomplete_rows_with_their_predictions()
    {
        double[] rows = [0, double.NaN, 1, 10, 12];
        FairnessValue value = Consistency.Compute<double>(rows, 1, [0, 0.3, 1, 1, 1], neighbors: 2);
        Assert.That(value.Value, Is.EqualTo(0.75).Within(1e-15));
        Assert.That(value.Count, Is.EqualTo(4));
    }

    [Test]
    public void Consistency_bad_input_is_refused()
    {
        Assert.That(() => Consistency.Compute<double>([1, 2], 1, [1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("predictions"));
        Assert.That(() => Consistency.Compute<double>([1, 2], 1, [1, 2], 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("predictions"));
        Assert.That(() => Consistency.Compute<double>([1, 2], 1, [1, double.NaN], 1), Throws.ArgumentException);
        Assert.That(() => Consistency.Compute<double>([1, 2], 1, [1, 1], 3), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Consistency.Compute<double>([double.NaN], 1, [1], 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("rows"));
    }

    [Test]
    public void Lipschitz_share_equals_what_one_counts()
    {
        // Slopes: 0 to 1 is 1, 1 to 2 is 0.1, 2 to 10 is 0.1. The nearest of 0, 1, 2, 10: 1, 0, 1, 2.
        double[] rows = [0, 1, 2, 10];
        double[] scores = [0, 1, 1.1, 1.9];
        Assert.That(LipschitzViolations.AmongNeighbors<double>(rows, 1, scores, 0.5, 1).Value, Is.EqualTo(0.5));
        Assert.That(LipschitzViolations.AmongNeighbors<double>(rows, 1, scores, 2, 3).Value, Is.Zero);

        // Of the six pairs, 0 with 1 and 0 with 2 (0.55) exceed 0.5.
        FairnessValue pairs = LipschitzViolations.AmongPairs<double>(rows, 1, scores, 0.5, 20_000, seed: 5);
        Assert.That(pairs.Value, Is.EqualTo(1 / 3.0).Within(0.02));
        Assert.That(pairs.Interval.Contains(1 / 3.0), Is.True);
        Assert.That(LipschitzViolations.AmongPairs<double>(rows, 1, scores, 0.5, 20_000, seed: 5), Is.EqualTo(pairs));
    }

    [Test]
    public void Lipschitz_bad_input_is_refused()
    {
        Assert.That(() => LipschitzViolations.AmongPairs<double>([1], 1, [1], 1, 5, 0), Throws.ArgumentException);
        Assert.That(() => LipschitzViolations.AmongPairs<double>([1, 2], 1, [1, 2], double.NaN, 5, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => LipschitzViolations.AmongNeighbors<double>([1, 2], 1, [1, 2], 1, 2), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Flips_are_counted_and_have_an_interval()
    {
        FairnessValue value = CounterfactualFlips.Rate([0, 1, 1, 2], [0, 0, 1, 1]);
        Assert.That(value.Value, Is.EqualTo(0.5));
        Assert.That(value.Interval, Is.EqualTo(ProportionInterval.ClopperPearson(2, 4)));
        FairnessValue asked = CounterfactualFlips.Rate<int>([3, 4, 5, 6], static input => -input, static input => input > 4 ? 1 : 0);
        Assert.That(asked.Value, Is.EqualTo(0.5));
        Assert.That(CounterfactualFlips.Rate([], []).Status, Is.EqualTo(ValueStatus.NoRows));
        Assert.That(() => CounterfactualFlips.Rate([1], []), Throws.ArgumentException);
        Assert.That(() => CounterfactualFlips.Rate([1], [1], 2), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
