using CsCheck;

namespace AISafety.Statistics.Tests;

public sealed class TheilSenTests
{
    [Test]
    public void Compute_on_the_example_of_Sen_1968_gives_its_slope_and_interval()
    {
        TheilSenResult result = TheilSen.Compute([1, 2, 3, 4, 10, 12, 18], [9, 15, 19, 20, 45, 55, 78], 0.93);

        Assert.That(result.Slope, Is.EqualTo(4));
        Assert.That(result.Interval.Lower, Is.EqualTo(26 / 7.0).Within(1e-12));
        Assert.That(result.Interval.Upper, Is.EqualTo(35 / 8.0).Within(1e-12));
    }

    [Test]
    public void Compute_on_a_line_of_which_a_quarter_lies_elsewhere_finds_the_line()
    {
        double[] x = [.. Enumerable.Range(0, 40).Select(i => (double)i)];
        double[] y = [.. x.Select(at => at % 4 == 0 ? 1e6 : (3 * at) + 1)];

        Assert.That(TheilSen.Compute(x, y).Slope, Is.EqualTo(3).Within(1e-9));
    }

    [Test]
    public void Compute_shifted_and_scaled_moves_as_a_slope_does() =>
        Gen.Select(Gen.Int[-1_000, 1_000].Select(static value => (double)value).Array[3, 40], Gen.Int[1, 10], Gen.Int[-1_000, 1_000]).Sample((y, scale, shift) =>
        {
            // Whole numbers, for which no rounding makes ties where there were none.
            double[] x = [.. y.Select((_, i) => (double)i)];
            TheilSenResult plain = TheilSen.Compute(x, y);
            TheilSenResult moved = TheilSen.Compute(x, [.. y.Select(value => (scale * value) + shift)]);
            return Math.Abs(moved.Slope - (scale * plain.Slope)) < 1e-6
                && (plain.Interval.Contains(plain.Slope) || double.IsNaN(plain.Slope))
                && (double.IsInfinity(plain.Interval.Lower) || Math.Abs(moved.Interval.Lower - (scale * plain.Interval.Lower)) < 1e-6);
        }, seed: "0000theilsen");

    [Test]
    public void Compute_on_noise_around_a_slope_covers_it_as_often_as_stated()
    {
        int covered = 0;
        const int Runs = 2_000;
        for (int run = 0; run < Runs; run++)
        {
            Random random = new(run);
            double[] x = [.. Enumerable.Range(0, 16).Select(i => (double)i)];
            double[] y = [.. x.Select(at => (2 * at) + random.NextDouble())];
            covered += TheilSen.Compute(x, y, 0.95).Interval.Contains(2) ? 1 : 0;
        }

        Assert.That((double)covered / Runs, Is.InRange(0.94, 0.98));
    }

    [Test]
    public void Compute_without_two_places_is_not_known()
    {
        Assert.That(TheilSen.Compute([1, 1], [2, 3]).Slope, Is.NaN);
        Assert.That(TheilSen.Compute([1, double.NaN], [2, 3]), Is.EqualTo(new TheilSenResult(double.NaN, new(double.NaN, double.NaN), 1, 1)));
        Assert.That(TheilSen.Compute([], []).Count, Is.Zero);
        Assert.That(TheilSen.Compute([1, 2], [2, 3]).Interval, Is.EqualTo(new Interval(double.NegativeInfinity, double.PositiveInfinity)));
        Assert.That(() => TheilSen.Compute([1], [2, 3]), Throws.ArgumentException);
    }
}
