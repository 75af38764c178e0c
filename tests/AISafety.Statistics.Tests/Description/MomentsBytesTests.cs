namespace AISafety.Statistics.Tests.Description;

[TestFixture]
public sealed class MomentsBytesTests
{
    [Test]
    public void Bytes_read_give_equal_moments()
    {
        double[][] samples = [[], [double.NaN], [1], [1, 2, double.NaN, -4, 8.5], [1, double.PositiveInfinity], [double.PositiveInfinity, double.NegativeInfinity]];
        foreach (double[] sample in samples)
        {
            Moments moments = Moments.Of(sample);
            byte[] bytes = new byte[Moments.ByteCount];
            moments.WriteTo(bytes);

            Assert.That(Moments.ReadFrom(bytes), Is.EqualTo(moments));
            Assert.That(Moments.ReadFrom(bytes).Merge(Moments.Of([3.0, 9])), Is.EqualTo(moments.Merge(Moments.Of([3.0, 9]))));
        }
    }

    [Test]
    public void Bytes_of_no_moments_are_refused()
    {
        byte[] bytes = new byte[Moments.ByteCount];
        Moments.Of([1.0, 2]).WriteTo(bytes);

        Assert.That(() => Moments.ReadFrom(bytes.AsSpan(0, 63)), Throws.TypeOf<SketchFormatException>());
        foreach (int last in new[] { 7, 15, 23, 47, 63 })
        {
            // The sign of a count, of the least value's distance from the greatest, and of even powers.
            byte[] changed = [.. bytes];
            changed[last] = last == 23 ? (byte)0x7F : (byte)0xBF;
            Assert.That(() => Moments.ReadFrom(changed), Throws.TypeOf<SketchFormatException>(), $"{last}");
        }

        Assert.That(() => Moments.Of([1.0]).WriteTo(new byte[63]), Throws.ArgumentException);
    }
}
