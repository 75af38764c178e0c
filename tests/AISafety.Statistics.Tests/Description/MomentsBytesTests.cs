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

        Assert.That(() => Moments.ReadFrom(With(32, 1e9)), Throws.TypeOf<SketchFormatException>(), "a mean beyond the greatest value");
        Assert.That(() => Moments.ReadFrom(With(32, double.NaN)), Throws.TypeOf<SketchFormatException>(), "a mean that is no number");
        Assert.That(() => Moments.ReadFrom(With(40, 1e9)), Throws.TypeOf<SketchFormatException>(), "a spread beyond the extremes");
        Assert.That(() => Moments.ReadFrom(With(48, double.NaN)), Throws.TypeOf<SketchFormatException>(), "a third moment that is no number");
        Assert.That(() => Moments.Of([1.0]).WriteTo(new byte[63]), Throws.ArgumentException);
        Array.Clear(bytes);
        Assert.That(() => Moments.ReadFrom(With(32, 7)), Throws.TypeOf<SketchFormatException>(), "a mean of no values");

        byte[] With(int place, double value)
        {
            byte[] changed = [.. bytes];
            System.Buffers.Binary.BinaryPrimitives.WriteDoubleLittleEndian(changed.AsSpan(place), value);
            return changed;
        }
    }

    [Test]
    public void Bytes_ofSamplesThatRoundingAndOverflowTry_areRead()
    {
        double[][] samples =
        [
            [1e9, 1e9 + 1e-6, 1e9], [.. Enumerable.Repeat(0.1, 1_000)], [1e308, -1e308, 1e308], [1e80, -1e80, 3], [double.MaxValue, double.MaxValue], [5e-324, 0, -5e-324],
            [double.NegativeInfinity, 1, 2],
        ];
        foreach (double[] sample in samples)
        {
            byte[] bytes = new byte[Moments.ByteCount];
            Moments.Of(sample).Merge(Moments.Of(sample)).WriteTo(bytes);
            Assert.That(Moments.ReadFrom(bytes).Count, Is.EqualTo(2 * sample.Length));
        }
    }
}
