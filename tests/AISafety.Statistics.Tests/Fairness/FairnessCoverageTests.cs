namespace AISafety.Statistics.Tests;

/// <summary>How often intervals hold the truth: sums over all outcomes where there are two groups, a simulation where there are five.</summary>
public sealed class FairnessCoverageTests
{
    private static readonly double[] Rates = [0.005, 0.01, 0.02, 0.03, .. Enumerable.Range(1, 19).Select(i => i * 0.05), 0.97, 0.98, 0.99, 0.995];

    [Test]
    public void Rate_interval_of_few_rows_holds_at_least_as_often_as_it_says([Values(1, 2, 5, 10, 30, 100, 400)] int trials)
    {
        Interval[] intervals = [.. Enumerable.Range(0, trials + 1).Select(k => ProportionInterval.ClopperPearson(k, trials))];
        for (int i = 1; i < 1_000; i++)
        {
            Assert.That(BinomialWeights.Coverage(intervals, i / 1_000.0), Is.AtLeast(0.95 - 1e-9), $"p = {i / 1_000.0}");
        }
    }

    [Test]
    public void Wilson_interval_holds_about_as_often_as_it_says_on_average([Values(10, 20, 50, 100, 400)] int trials)
    {
        Interval[] intervals = [.. Enumerable.Range(0, trials + 1).Select(k => ProportionInterval.Wilson(k, trials))];
        double[] coverages = [.. Enumerable.Range(1, 999).Select(i => BinomialWeights.Coverage(intervals, i / 1_000.0))];
        TestContext.Out.WriteLine($"Wilson, n = {trials}: mean {coverages.Average():f4}, least {coverages.Min():f4}");
        Assert.That(coverages.Average(), Is.InRange(0.93, 0.97));
    }

    [Test]
    public void The_interval_that_a_rate_gets_holds_at_least_92_5_times_in_a_hundred([Values(10, 20, 50, 100, 400)] int trials)
    {
        // Wilson's alone falls to 0.84 where p n is near 0; Clopper and Pearson's is taken there.
        Interval[] intervals = [.. Enumerable.Range(0, trials + 1).Select(k => new RateParts(k, trials, ValueStatus.NoRows).Estimate(0.95).Interval)];
        double[] coverages = [.. Enumerable.Range(1, 999).Select(i => BinomialWeights.Coverage(intervals, i / 1_000.0))];
        TestContext.Out.WriteLine($"Rate, n = {trials}: mean {coverages.Average():f4}, least {coverages.Min():f4}");
        Assert.That(coverages.Min(), Is.AtLeast(0.925));
    }

    [TestCase(30, 100)]
    [TestCase(60, 60)]
    [TestCase(100, 100)]
    [TestCase(50, 300)]
    public void Newcombe_difference_holds_at_least_93_times_in_a_hundred(int first, int second)
    {
        Interval[,] intervals = new Interval[first + 1, second + 1];
        for (int i = 0; i <= first; i++)
        {
            for (int j = 0; j <= second; j++)
            {
                intervals[i, j] = ProportionInterval.NewcombeDifference(i, first, j, second);
            }
        }

        // Rates from 0.1 to 0.9: outside of them it holds less often, see below, which is why gaps are built on exact limits.
        double[] rates = [.. Rates.Where(static p => p is > 0.09 and < 0.91)];
        double[] coverages = [.. rates.SelectMany(p => rates.Select(q => BinomialWeights.Coverage(intervals, p, q, p - q)))];
        TestContext.Out.WriteLine($"Newcombe, {first} and {second}: mean {coverages.Average():f4}, least {coverages.Min():f4}");
        Assert.That(coverages.Min(), Is.AtLeast(0.93));
    }

    // SciPy 1.10.1's weights, summed over all outcomes in double precision: the least over a grid of rates from 0.001, and within 0.1 to 0.9.
    [TestCase(10, 0.001, 0.984, 0.8426)]
    [TestCase(30, 0.001, 0.996, 0.8605)]
    [TestCase(100, 0.004, 0.996, 0.8806)]
    [TestCase(10, 0.16, 0.84, 0.9136)]
    [TestCase(30, 0.14, 0.84, 0.9275)]
    public void Newcombe_difference_of_opposed_rates_holds_as_seldom_as_the_method_does(int size, double first, double second, double expected) =>
        Assert.That(Coverage(size, static (k, n) => ProportionInterval.Wilson(k, n), first, second), Is.EqualTo(expected).Within(6e-5));

    [TestCase(10, 0.031, 0.969, 0.9226)]
    [TestCase(30, 0.01, 0.99, 0.9273)]
    [TestCase(100, 0.003, 0.997, 0.9274)]
    public void Gap_of_opposed_rates_holds_as_seldom_as_the_docs_say(int size, double first, double second, double expected) =>
        Assert.That(Coverage(size, static (k, n) => ProportionInterval.ClopperPearson(k, n), first, second), Is.EqualTo(expected).Within(6e-5));

    private static double Coverage(int size, Func<int, int, Interval> rate, double first, double second)
    {
        Interval[] rates = [.. Enumerable.Range(0, size + 1).Select(k => rate(k, size))];
        Interval[,] intervals = new Interval[size + 1, size + 1];
        for (int i = 0; i <= size; i++)
        {
            for (int j = 0; j <= size; j++)
            {
                intervals[i, j] = SquareAndAdd.Difference((double)i / size, rates[i], (double)j / size, rates[j]);
            }
        }

        return BinomialWeights.Coverage(intervals, first, second, first - second);
    }

    [TestCase(5, 5)]
    [TestCase(5, 30)]
    [TestCase(30, 30)]
    [TestCase(30, 300)]
    [TestCase(100, 100)]
    [TestCase(30, 1_000)]
    [TestCase(300, 300)]
    public void Gap_of_two_equal_groups_holds_zero_and_one_at_least_95_times_in_a_hundred(int first, int second)
    {
        Interval[,] differences = new Interval[first + 1, second + 1];
        Interval[,] ratios = new Interval[first + 1, second + 1];
        FairnessValue[] one = [.. Enumerable.Range(0, first + 1).Select(k => new RateParts(k, first, ValueStatus.NoRows).Estimate(0.95, exact: true))];
        FairnessValue[] other = [.. Enumerable.Range(0, second + 1).Select(k => new RateParts(k, second, ValueStatus.NoRows).Estimate(0.95, exact: true))];
        for (int i = 0; i <= first; i++)
        {
            for (int j = 0; j <= second; j++)
            {
                (FairnessValue difference, FairnessValue ratio) = PairwiseGap.Of([one[i], other[j]], 1);
                differences[i, j] = difference.Interval;
                ratios[i, j] = ratio.IsDefined ? ratio.Interval : new(0, 1);
            }
        }

        double worst = Rates.Min(p => BinomialWeights.Coverage(differences, p, p, 0));
        double worstRatio = Rates.Min(p => BinomialWeights.Coverage(ratios, p, p, 1));
        TestContext.Out.WriteLine($"Gap, {first} and {second}: least at equal rates {worst:f4}, ratio {worstRatio:f4}");
        Assert.That(worst, Is.AtLeast(0.95));
        Assert.That(worstRatio, Is.AtLeast(0.95));
    }

    [TestCase(30, 30)]
    [TestCase(30, 100)]
    [TestCase(100, 100)]
    public void Gap_of_two_unequal_groups_holds_the_truth_at_least_95_times_in_a_hundred(int first, int second)
    {
        Interval[,] differences = new Interval[first + 1, second + 1];
        Interval[,] ratios = new Interval[first + 1, second + 1];
        FairnessValue[] one = [.. Enumerable.Range(0, first + 1).Select(k => new RateParts(k, first, ValueStatus.NoRows).Estimate(0.95, exact: true))];
        FairnessValue[] other = [.. Enumerable.Range(0, second + 1).Select(k => new RateParts(k, second, ValueStatus.NoRows).Estimate(0.95, exact: true))];
        for (int i = 0; i <= first; i++)
        {
            for (int j = 0; j <= second; j++)
            {
                (FairnessValue difference, FairnessValue ratio) = PairwiseGap.Of([one[i], other[j]], 1);
                differences[i, j] = difference.Interval;
                ratios[i, j] = ratio.IsDefined ? ratio.Interval : new(0, 1);
            }
        }

        double[] rates = [.. Rates.Where(static p => p is > 0.04 and < 0.96)];
        double worst = rates.Min(p => rates.Min(q => BinomialWeights.Coverage(differences, p, q, Math.Abs(p - q))));
        double worstRatio = rates.Min(p => rates.Min(q => BinomialWeights.Coverage(ratios, p, q, Math.Min(p, q) / Math.Max(p, q))));
        TestContext.Out.WriteLine($"Gap, {first} and {second}: least {worst:f4}, ratio {worstRatio:f4}");
        Assert.That(worst, Is.AtLeast(0.95));
        Assert.That(worstRatio, Is.AtLeast(0.95));
    }

    [TestCase(new[] { 100, 100, 100, 100, 100 }, new[] { 0.3, 0.3, 0.3, 0.3, 0.3 })]
    [TestCase(new[] { 40, 200, 1_000, 5_000, 60 }, new[] { 0.05, 0.05, 0.05, 0.05, 0.05 })]
    [TestCase(new[] { 40, 200, 1_000, 5_000, 60 }, new[] { 0.5, 0.5, 0.5, 0.5, 0.5 })]
    [TestCase(new[] { 40, 200, 1_000, 5_000, 60 }, new[] { 0.1, 0.2, 0.25, 0.3, 0.2 })]
    public void Gap_of_five_groups_holds_the_truth_at_least_95_times_in_a_hundred(int[] sizes, double[] rates)
    {
        const int Samples = 4_000;
        Random random = new(2028);
        double confidence = PairwiseGap.Confidence(0.95, sizes.Length, 1);
        Dictionary<(int, int), FairnessValue> known = [];
        int held = 0;
        int heldRatio = 0;
        for (int sample = 0; sample < Samples; sample++)
        {
            FairnessValue[] values = [.. sizes.Select((size, group) => Draw(size, rates[group]))];
            (FairnessValue difference, FairnessValue ratio) = PairwiseGap.Of(values, 1);
            held += difference.Interval.Contains(rates.Max() - rates.Min()) ? 1 : 0;
            heldRatio += !ratio.IsDefined || ratio.Interval.Contains(rates.Min() / rates.Max()) ? 1 : 0;
        }

        TestContext.Out.WriteLine($"Gap of five groups: {held / (double)Samples:f4}, ratio {heldRatio / (double)Samples:f4}");
        Assert.That(held, Is.AtLeast(0.95 * Samples));
        Assert.That(heldRatio, Is.AtLeast(0.95 * Samples));

        FairnessValue Draw(int size, double rate)
        {
            int successes = 0;
            for (int i = 0; i < size; i++)
            {
                successes += random.NextDouble() < rate ? 1 : 0;
            }

            if (!known.TryGetValue((successes, size), out FairnessValue value))
            {
                known[(successes, size)] = value = new RateParts(successes, size, ValueStatus.NoRows).Estimate(confidence, exact: true);
            }

            return value;
        }
    }
}
