using System.Text;

namespace AISafety.Statistics.Tests.Sketches;

public class HyperLogLogTests
{
    [Test]
    public void Estimate_anyNumberOfItems_isWithinTheStatedError([Values(1, 10, 300, 3000, 12_000, 100_000)] int items)
    {
        // 50 sketches at p = 12: the mean error is less than 4 standard errors of a mean, the root mean square less than 1.35 of one.
        double mean = 0;
        double squares = 0;
        double stated = new HyperLogLog(12).StandardError;
        for (int sketch = 0; sketch < 50; sketch++)
        {
            HyperLogLog one = new(12);
            for (int i = 0; i < items; i++)
            {
                one.Add(((long)sketch << 32) + i);
                one.Add(((long)sketch << 32) + i);
            }

            double error = (one.Estimate() / items) - 1;
            mean += error / 50;
            squares += error * error / 50;
        }

        Assert.That(Math.Abs(mean), Is.LessThan(4 * stated / Math.Sqrt(50)));
        Assert.That(Math.Sqrt(squares), Is.LessThan(1.35 * stated));
    }

    [Test]
    public void Merge_overlappingInAnyOrder_isTheWhole()
    {
        HyperLogLog whole = new();
        HyperLogLog left = new();
        HyperLogLog right = new();
        for (int i = 0; i < 30_000; i++)
        {
            byte[] item = Encoding.UTF8.GetBytes($"item {i}");
            whole.Add(item);
            (i % 3 == 0 ? left : right).Add(item);
            if (i % 5 == 0)
            {
                left.Add(item);
            }
        }

        HyperLogLog other = HyperLogLog.FromBytes(right.ToBytes());
        other.Merge(left);
        left.Merge(right);
        Assert.That(left.ToBytes(), Is.EqualTo(whole.ToBytes()));
        Assert.That(other.ToBytes(), Is.EqualTo(whole.ToBytes()));
        Assert.That(whole.Estimate(), Is.EqualTo(30_000).Within(3).Percent);
        Assert.That(() => whole.Merge(new(10)), Throws.ArgumentException);
    }

    [Test]
    public void Estimate_empty_isZero()
    {
        Assert.That(new HyperLogLog(4).Estimate(), Is.Zero);
        Assert.That(() => new HyperLogLog(3), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new HyperLogLog(19), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void FromBytes_damaged_throwsTheFormatsException()
    {
        HyperLogLog sketch = new(8);
        for (int i = 0; i < 1000; i++)
        {
            sketch.Add(i);
        }

        SketchFuzz.RequireRefusals(sketch.ToBytes(), bytes => HyperLogLog.FromBytes(bytes).Estimate());
    }
}
