namespace AISafety.Statistics.Tests.Multivariate;

public class RowDistanceTests
{
    [Test]
    public void RowEnergyDistance_byHand_isTheSumOfMeanDistances()
    {
        // Two points at distance 5, against one of them: 2 * 2.5 - 2.5 - 0.
        RowEnergyDistance distance = new([0, 0, 3, 4], 2);
        Assert.That(distance.Of([0, 0]), Is.EqualTo(2.5).Within(1e-6));
        Assert.That(distance.Of([3, 4, 0, 0]), Is.EqualTo(0).Within(1e-6));
        Assert.That(distance.Of([0, 0, 3, 4, 0, 0, 3, 4]), Is.EqualTo(0).Within(1e-6));
        Assert.Throws<ArgumentException>(() => distance.Of([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => distance.Of([1, float.NaN]));
        Assert.Throws<ArgumentException>(() => _ = new RowEnergyDistance([], 2));
    }

    [Test]
    public void RowEnergyDistance_rowsWhoseSquaresNoFloatHolds_isANumber()
    {
        Assert.That(new RowEnergyDistance([1e20f, 0, -1e20f], 1).Of([0, 1e20f]), Is.GreaterThanOrEqualTo(0).And.LessThan(1e21));
        Assert.That(new RowEnergyDistance([3e38f, -3e38f], 1).Of([3e38f, -3e38f]), Is.Zero);
    }

    [Test]
    public void DomainClassifier_nothingChanged_isSeldomSignificant()
    {
        int found = Enumerable.Range(0, 300).Count(seed =>
        {
            Random random = new(7_919 * seed + 1);
            return DomainClassifier.Compare(Rows(random, 100, 0, 1), Rows(random, 60, 0, 1), 3).PValue <= 0.05;
        });
        TestContext.Out.WriteLine(found);
        Assert.That(found, Is.InRange(3, 27));
    }

    [TestCase(1.0, 1.0)]
    [TestCase(0.0, 3.0)]
    public void DomainClassifier_meanOrSpreadChanged_isTold(double shift, double factor)
    {
        Random random = new(2);
        (double area, double p) = DomainClassifier.Compare(Rows(random, 400, 0, 1), Rows(random, 200, shift, factor), 3);
        Assert.That(area, Is.GreaterThan(0.65));
        Assert.That(p, Is.LessThan(1e-5));
    }

    [Test]
    public void DomainClassifier_missingAndConstant_isAnAnswer()
    {
        float[] odd = [.. Enumerable.Range(0, 60).Select(static i => i % 3 == 0 ? float.NaN : i % 3 == 1 ? 7f : float.PositiveInfinity)];
        Assert.That(DomainClassifier.Compare(odd, odd, 3).PValue, Is.InRange(0.0, 1.0));
        Assert.Throws<ArgumentException>(() => DomainClassifier.Compare(odd, odd.AsSpan(0, 27), 3));
        Assert.Throws<ArgumentException>(() => DomainClassifier.Compare(odd, odd.AsSpan(0, 31), 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => DomainClassifier.Compare(odd, odd, 0));
    }

    [Test]
    public void SimulatedNull_ofRows_meetsItsLevel()
    {
        int found = Enumerable.Range(0, 200).Count(seed =>
        {
            Random random = new(7_919 * seed + 5);
            float[] reference = Rows(random, 60, 0, 1);
            RowEnergyDistance distance = new(reference, 3);
            SimulatedNull simulated = SimulatedNull.OfRows(reference, 3, 40, rows => distance.Of(rows), 100, seed);
            return simulated.PValue(distance.Of(Rows(random, 40, 0, 1))) <= 0.05;
        });
        TestContext.Out.WriteLine(found);
        Assert.That(found, Is.LessThanOrEqualTo(20));
    }

    private static float[] Rows(Random random, int count, double shift, double factor)
    {
        float[] rows = new float[3 * count];
        for (int i = 0; i < rows.Length; i++)
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            rows[i] = (float)((i % 3 == 0 ? shift : 0) + (factor * normal));
        }

        return rows;
    }
}
