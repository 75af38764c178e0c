namespace AISafety.Statistics.Tests;

/// <summary>Sequences of performance metrics: that they hold at every row at once, and that they come near.</summary>
public sealed class PerformanceSequenceTests
{
    private const int Trials = 100;

    [Test]
    public void AsymptoticSequence_oppositeHugeValues_hasAnIntervalWithoutEnds()
    {
        AsymptoticConfidenceSequence sequence = new(0.05, 10, 2);
        sequence.Update(1.5e308);
        sequence.Update(-1.5e308);
        sequence.Update(0);
        Assert.That(sequence.Mean, Is.Zero);
        Assert.That(sequence.Interval, Is.EqualTo(new Interval(double.NegativeInfinity, double.PositiveInfinity)));
    }

    [Test]
    public void Area_is_held_throughout()
    {
        // Normal scores a standard deviation apart: the area is Phi(1 / sqrt 2).
        const double Area = 0.7602499389065233;
        int missed = 0;
        double width = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            Random random = new(trial);
            RocAucConfidenceSequence sequence = new(0.05);
            bool holds = true;
            for (int i = 0; i < 2000; i++)
            {
                byte label = (byte)(random.NextDouble() < 0.3 ? 1 : 0);
                sequence.Update(label + Samples.Normal(random), label);
                holds &= sequence.Lower <= Area && sequence.Upper >= Area;
            }

            missed += holds ? 0 : 1;
            width += (sequence.Upper - sequence.Lower) / Trials;
        }

        Assert.That(missed, Is.LessThanOrEqualTo(9), "5 of 100, and two standard deviations");
        Assert.That(width, Is.LessThan(0.2));
    }

    [Test]
    public void Area_of_ties_is_a_half_and_missing_scores_are_counted()
    {
        RocAucConfidenceSequence sequence = new();
        for (int i = 0; i < 10; i++)
        {
            sequence.Update(1, (byte)(i % 2));
        }

        sequence.Update(double.NaN, 1);
        Assert.That((sequence.Mean, sequence.Count, sequence.MissingCount), Is.EqualTo((0.5, 5L, 1L)));
        Assert.That(() => sequence.Update(1, 2), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [TestCase(0)]
    [TestCase(0.15)]
    public void Calibration_error_is_held_throughout(double offset)
    {
        int missed = 0;
        Interval last = default;
        for (int trial = 0; trial < Trials / 2; trial++)
        {
            Random random = new(trial);
            CalibrationErrorConfidenceSequence sequence = new(0.05);
            bool holds = true;
            for (int i = 0; i < 2000; i++)
            {
                double probability = 0.2 + 0.6 * random.NextDouble();
                sequence.Update(probability, (byte)(random.NextDouble() < probability - offset ? 1 : 0));
                holds &= sequence.Interval.Lower <= offset + 1e-9 && sequence.Interval.Upper >= offset - 1e-9;
            }

            missed += holds ? 0 : 1;
            last = sequence.Interval;
        }

        Assert.That(missed, Is.LessThanOrEqualTo(5));
        Assert.That(last.Lower, offset == 0 ? Is.Zero : Is.GreaterThan(0.01), "shown to be off only where it is");
    }

    [Test]
    public void Mean_without_a_range_is_held_throughout()
    {
        // Exponential values, mean 1.
        int missed = 0;
        double width = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            Random random = new(trial);
            AsymptoticConfidenceSequence sequence = new(0.05);
            bool holds = true;
            for (int i = 0; i < 3000; i++)
            {
                sequence.Update(-Math.Log(1 - random.NextDouble()));
                holds &= sequence.Interval.Contains(1);
            }

            missed += holds ? 0 : 1;
            width += sequence.Interval.Width / Trials;
        }

        Assert.That(missed, Is.LessThanOrEqualTo(9));
        Assert.That(width, Is.LessThan(0.15));
    }

    [Test]
    public void Mean_without_a_range_has_no_ends_before_the_first_look_and_refuses_infinity()
    {
        AsymptoticConfidenceSequence sequence = new(0.05, 10, 3);
        Assert.That(sequence.Mean, Is.NaN);
        sequence.Update(1);
        sequence.Update(2);
        sequence.Update(double.NaN);
        Assert.That(sequence.Interval, Is.EqualTo(new Interval(double.NegativeInfinity, double.PositiveInfinity)));
        sequence.Update(3);
        Assert.That(sequence.Interval.Contains(2) && sequence.Interval.Width < 10);
        Assert.That((sequence.Count, sequence.MissingCount, sequence.Mean), Is.EqualTo((3L, 1L, 2.0)));
        Assert.That(() => sequence.Update(double.PositiveInfinity), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Mean_without_a_range_has_the_width_of_the_theorem()
    {
        // Values -1 and 1 in turn: standard deviation 1 at t = 1000, where r^2 = (2 ln 20 + ln(2 ln 20 + 1)) / 1000.
        AsymptoticConfidenceSequence sequence = new(0.05);
        for (int i = 0; i < 1000; i++)
        {
            sequence.Update(i % 2 == 0 ? 1 : -1);
        }

        double log = 2 * Math.Log(20);
        double grown = log + Math.Log(log + 1) + 1;
        Assert.That(sequence.Interval.Width, Is.EqualTo(2 * Math.Sqrt(2 * grown / (1000 * (grown - 1)) * Math.Log(20 * Math.Sqrt(grown)))).Within(1e-9));
    }
}
