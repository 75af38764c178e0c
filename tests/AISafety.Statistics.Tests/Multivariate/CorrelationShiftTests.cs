namespace AISafety.Statistics.Tests.Multivariate;

public class CorrelationShiftTests
{
    [Test]
    public void Compare_nothingChanged_isSeldomSignificant([Values] bool hasHeavyTails)
    {
        // 300 samples at a level of 0.05: more than 27 have a probability of 0.001.
        int found = Enumerable.Range(0, 300).Count(seed =>
        {
            Random random = new(7_919 * seed + 1);
            CorrelationShift reference = CorrelationShift.Fit(Rows(random, 300, 4, 0.4, hasHeavyTails), 4, 100, 200, seed);
            return reference.Compare(Rows(random, 100, 4, 0.4, hasHeavyTails)).PValue <= 0.05;
        });
        TestContext.Out.WriteLine(found);
        Assert.That(found, Is.InRange(2, 27));
    }

    [Test]
    public void Compare_correlationLost_namesThePairAndItsCorrelations()
    {
        Random random = new(3);
        CorrelationShift reference = CorrelationShift.Fit(Rows(random, 2_000, 5, 0.8, false), 5, 300);
        CorrelationShiftResult found = reference.Compare(Rows(random, 300, 5, 0, false));
        Assert.That(found.PValue, Is.LessThan(1e-6));
        Assert.That((found.First, found.Second), Is.EqualTo((0, 1)));
        Assert.That(found.ReferenceCorrelation, Is.EqualTo(0.8).Within(0.05));
        Assert.That(found.CurrentCorrelation, Is.EqualTo(0).Within(0.2));
    }

    [Test]
    public void Compare_meansAndSpreadsMove_isNotSignificant()
    {
        Random random = new(4);
        CorrelationShift reference = CorrelationShift.Fit(Rows(random, 2_000, 3, 0.5, false), 3, 500);
        float[] moved = Array.ConvertAll(Rows(random, 500, 3, 0.5, false), static value => (0.5f * value) + 0.3f);
        Assert.That(reference.Compare(moved).PValue, Is.GreaterThan(0.001));
    }

    [Test]
    public void Compare_missingAndConstant_isAnAnswer()
    {
        Random random = new(5);
        float[] rows = Rows(random, 100, 3, 0.5, false);
        for (int i = 0; i < 100; i++)
        {
            rows[(3 * i) + 2] = 1;
            rows[3 * i] = i % 3 == 0 ? float.NaN : rows[3 * i];
        }

        CorrelationShiftResult found = CorrelationShift.Fit(rows, 3, 100).Compare(rows);
        Assert.That(found.PValue, Is.EqualTo(1).Within(0.01));
        Assert.That(CorrelationShift.Fit([.. Enumerable.Repeat(float.NaN, 40)], 2, 20).Compare(new float[40]).PValue, Is.InRange(0.0, 1.0));
    }

    // Two columns of zeros with one other value in a hundred have one normal score for every row: what rounding leaves of its variance is none.
    [TestCase(1_000, 5_000)]
    [TestCase(777, 1_000)]
    public void Compare_columnsWithOneScoreForAll_isNotSignificant(int reference, int current)
    {
        static float[] Sparse(Random random, int count) => Table(random, count, static random => [(float)Normal(random), Rarely(random), Rarely(random)]);
        Random random = new(8);
        CorrelationShiftResult found = CorrelationShift.Fit(Sparse(random, reference), 3, current, 100).Compare(Sparse(random, current));
        Assert.That(found, Is.EqualTo(new CorrelationShiftResult(1, 0, 0, 0, 1, 0, 0, 0)));

        static float Rarely(Random random) => random.NextDouble() < 0.01 ? (float)random.NextDouble() : 0;
    }

    // Values, or gaps, that a reference may happen not to have at all: without a change less than 1 in 1,000 in 60 samples has a probability of 0.06 once, and 1 in 500,000 three times.
    [TestCase(0.0005, false)]
    [TestCase(0.001, false)]
    [TestCase(0.01, false)]
    [TestCase(0.001, true)]
    public void Compare_rareValuesBelowAConstant_areNoChange(double share, bool missing)
    {
        int[] found = SmallPValues(60, 1_000, 1_000, 3, random =>
            [(float)Normal(random), (float)Normal(random), random.NextDouble() < share ? missing ? float.NaN : (float)(0.5 * random.NextDouble()) : 1]);
        AssertAtMost(found, 5, 2, 0);
    }

    // Two columns that are hardly ever set at once: a window in which they are, and a reference in which they never were.
    [TestCase(0.01)]
    [TestCase(0.03)]
    public void Compare_rareValuesThatMeetByChance_areNoChange(double share)
    {
        int[] found = SmallPValues(150, 1_000, 300, 3, random => [(float)Normal(random), random.NextDouble() < share ? 0 : 1, random.NextDouble() < share ? 0 : 1]);
        AssertAtMost(found, 7, 2, 0);
    }

    [TestCase(0.3)]
    [TestCase(0.01)]
    [TestCase(0.0005)]
    public void Compare_columnsThatAreNearlyOne_meetTheLevel(double noise)
    {
        int[] found = SmallPValues(200, 1_000, 500, 2, random =>
        {
            double value = Normal(random);
            return [(float)value, (float)(value + (noise * Normal(random)))];
        });
        AssertAtMost(found, 9, 3, 0);
    }

    [Test]
    public void Compare_identicalColumnsThatPart_isSignificant()
    {
        Random random = new(9);
        float[] reference = Table(random, 500, static random => (float)Normal(random) is var value ? [value, value] : []);
        CorrelationShift shift = CorrelationShift.Fit(reference, 2, 200);
        Assert.That(shift.Compare(reference.AsSpan(0, 400)).PValue, Is.EqualTo(1).Within(1e-9));
        Assert.That(shift.Compare(Table(random, 200, static random => (float)Normal(random) is var value ? [value, value + (float)Normal(random)] : [])).PValue, Is.LessThan(1e-8));
    }

    [Test]
    public void Compare_constantColumnInTheMiddle_namesTheColumnsOfTheTable()
    {
        Random random = new(10);
        CorrelationShift shift = CorrelationShift.Fit(Table(random, 1_000, static random => [(float)Normal(random), 3, (float)Normal(random)]), 3, 300);
        CorrelationShiftResult found = shift.Compare(Table(random, 300, static random => (float)Normal(random) is var value ? [value, 4, value] : []));
        Assert.That((found.First, found.Second), Is.EqualTo((0, 2)));
        Assert.That(found.PValue, Is.LessThan(1e-8));
    }

    [Test]
    public void Arguments_bad_areRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CorrelationShift.Fit(new float[40], 1, 20));
        Assert.Throws<ArgumentOutOfRangeException>(() => CorrelationShift.Fit(new float[40], 2, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => CorrelationShift.Fit(new float[40], 2, 20, 99));
        Assert.Throws<ArgumentException>(() => CorrelationShift.Fit(new float[41], 2, 20));
        Assert.Throws<ArgumentException>(() => CorrelationShift.Fit(new float[18], 2, 20));
        Assert.Throws<ArgumentException>(() => CorrelationShift.Fit(new float[40], 2, 20).Compare(new float[20]));
    }

    // The first two columns are correlated, the others are on their own.
    private static float[] Rows(Random random, int count, int columns, double correlation, bool hasHeavyTails)
    {
        float[] rows = new float[count * columns];
        for (int i = 0; i < count; i++)
        {
            double common = Normal(random);
            for (int j = 0; j < columns; j++)
            {
                double value = j < 2 ? (Math.Sqrt(correlation) * common) + (Math.Sqrt(1 - correlation) * Normal(random)) : Normal(random);
                rows[(i * columns) + j] = (float)(hasHeavyTails ? Math.Exp(1.5 * value) : value);
            }
        }

        return rows;
    }

    private static float[] Table(Random random, int count, Func<Random, float[]> row) => [.. Enumerable.Range(0, count).SelectMany(_ => row(random))];

    private static void AssertAtMost(int[] found, params int[] most)
    {
        for (int i = 0; i < most.Length; i++)
        {
            Assert.That(found[i], Is.LessThanOrEqualTo(most[i]), $"level {i}");
        }
    }

    // How many p-values are below 0.01, 0.001 and 0.00001 where nothing changes.
    private static int[] SmallPValues(int samples, int reference, int current, int columns, Func<Random, float[]> row)
    {
        double[] p = [.. Enumerable.Range(0, samples).Select(seed =>
        {
            Random random = new((7_919 * seed) + 3);
            return CorrelationShift.Fit(Table(random, reference, row), columns, current, 100, seed).Compare(Table(random, current, row)).PValue;
        })];
        int[] found = [p.Count(static one => one < 1e-2), p.Count(static one => one < 1e-3), p.Count(static one => one < 1e-5)];
        TestContext.Out.WriteLine(string.Join(", ", found));
        return found;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
