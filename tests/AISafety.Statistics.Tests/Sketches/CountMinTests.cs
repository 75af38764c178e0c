using System.Text;

namespace AISafety.Statistics.Tests.Sketches;

public class CountMinTests
{
    [Test]
    public void Estimate_skewedItems_isNeverLessAndSeldomMuchMore()
    {
        Random random = new(1);
        CountMin sketch = new(0.01, 0.01);
        long[] truth = new long[5000];
        for (int i = 0; i < 200_000; i++)
        {
            int item = (int)(5000 * Math.Pow(random.NextDouble(), 4));
            truth[item]++;
            sketch.Add(item);
        }

        Assert.That((sketch.Width, sketch.Depth, sketch.Total), Is.EqualTo((272, 5, 200_000L)));
        Assert.That(Enumerable.Range(0, 5000).All(item => sketch.Estimate(item) >= truth[item]));
        Assert.That(Enumerable.Range(0, 5000).Count(item => sketch.Estimate(item) > truth[item] + 2000), Is.LessThanOrEqualTo(71));
    }

    [Test]
    public void Merge_inAnyOrder_isTheWhole()
    {
        CountMin whole = new(0.05);
        CountMin left = new(0.05);
        CountMin right = new(0.05);
        for (int i = 0; i < 1000; i++)
        {
            byte[] item = Encoding.UTF8.GetBytes($"{i % 77}");
            whole.Add(item, i);
            (i % 2 == 0 ? left : right).Add(item, i);
        }

        CountMin other = CountMin.FromBytes(right.ToBytes());
        other.Merge(left);
        left.Merge(right);
        Assert.That(left.ToBytes(), Is.EqualTo(whole.ToBytes()));
        Assert.That(other.ToBytes(), Is.EqualTo(whole.ToBytes()));
        Assert.That(whole.Estimate("5"u8), Is.EqualTo(left.Estimate("5"u8)));
        Assert.That(() => whole.Merge(new(0.01)), Throws.ArgumentException);
    }

    [Test]
    public void Add_unfit_throwsAndChangesNothing()
    {
        CountMin sketch = new(0.1, 0.9);
        Assert.That(sketch.Depth, Is.EqualTo(1));
        sketch.Add(1, long.MaxValue);
        Assert.That(() => sketch.Add(1), Throws.InstanceOf<OverflowException>());
        Assert.That(() => sketch.Add(1, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That((sketch.Total, sketch.Estimate(1)), Is.EqualTo((long.MaxValue, long.MaxValue)));
        Assert.That(() => new CountMin(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new CountMin(1e-9), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void FromBytes_damaged_throwsTheFormatsException()
    {
        CountMin sketch = new(0.2, 0.1);
        for (int i = 0; i < 100; i++)
        {
            sketch.Add(i, i);
        }

        SketchFuzz.RequireRefusals(sketch.ToBytes(), bytes => CountMin.FromBytes(bytes));
    }
}
