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

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
