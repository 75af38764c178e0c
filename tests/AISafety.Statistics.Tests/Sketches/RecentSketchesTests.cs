using CsCheck;

namespace AISafety.Statistics.Tests.Sketches;

public sealed class RecentSketchesTests
{
    [Test]
    public void NearestSquared_is_the_least_of_those_remembered_within_the_limit() =>
        Gen.Select(Gen.Float[-1, 1].Array[37].Array[1, 30], Gen.Float[-1, 1].Array[37], Gen.Float[0, 40]).Sample((stream, vector, limit) =>
        {
            RecentSketches recent = new(8, 37);
            foreach (float[] one in stream)
            {
                recent.Add(one);
            }

            double least = stream.TakeLast(8).Min(one => one.Zip(vector, static (a, b) => ((double)a - b) * ((double)a - b)).Sum());
            float found = recent.NearestSquared(vector, limit);
            return Math.Abs(least - limit) < 1e-4 || (least > limit ? float.IsPositiveInfinity(found) : Math.Abs(found - least) < 1e-4);
        }, iter: 500, seed: "0000KOIPtOE5");

    [Test]
    public void NearestSquared_of_none_or_of_NaN_is_infinite()
    {
        RecentSketches recent = new(4, 2);
        Assert.That(recent.NearestSquared([0, 0], 1), Is.EqualTo(float.PositiveInfinity));
        recent.Add([0, 0]);

        Assert.That(recent.NearestSquared([0, 0], 1), Is.Zero);
        Assert.That(recent.NearestSquared([float.NaN, 0], 1), Is.EqualTo(float.PositiveInfinity));
        Assert.That(recent.Count, Is.EqualTo(1));
    }

    [Test]
    public void Constructor_and_Add_refuse_what_does_not_fit()
    {
        Assert.That(() => new RecentSketches(0, 2), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new RecentSketches(2, 1_001), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new RecentSketches(2, 2).Add(new float[3]), Throws.ArgumentException);
    }
}
