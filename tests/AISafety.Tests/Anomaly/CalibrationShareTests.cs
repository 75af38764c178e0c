using AISafety.Anomaly;
using CsCheck;

namespace AISafety.Tests.Anomaly;

public sealed class CalibrationShareTests
{
    [TestCase(400, 0.01, 199)]
    [TestCase(500, 0.01, 199)]
    [TestCase(595, 0.01, 199)]
    [TestCase(598, 0.01, 299)]
    [TestCase(132, 0.01, 99)]
    [TestCase(131, 0.01, 0)]
    [TestCase(500, 0.1, 249)]
    [TestCase(2, 0.5, 1)]
    public void Of_on_average_takes_about_half_and_makes_the_rate_exact(int rows, double rate, int expected) =>
        Assert.That(CalibrationShare.Of(rows, rate, null), Is.EqualTo(expected));

    [TestCase(1000, 0.01, 0.95, 500)]
    [TestCase(500, 0.01, 0.95, 299)]
    [TestCase(397, 0.01, 0.95, 0)]
    public void Of_with_confidence_takes_half_or_as_many_as_it_needs(int rows, double rate, double confidence, int expected) =>
        Assert.That(CalibrationShare.Of(rows, rate, confidence), Is.EqualTo(expected));

    [Test]
    public void Of_leaves_a_quarter_to_fit_and_comes_as_near_to_the_rate_as_a_half_can()
    {
        Gen.Select(Gen.Int[2, 5000], Gen.OneOf(Gen.Double[0.001, 0.5], Gen.Int[2, 1000].Select(i => 1.0 / i))).Sample((rows, rate) =>
        {
            int count = CalibrationShare.Of(rows, rate, null);
            if (count == 0)
            {
                return rows < CalibrationShare.RequiredRows(rate, null);
            }

            int half = rows - rows / 2;
            return rows - count >= Math.Max(1, count / 3) && Rate(count, rate) > 0 && Rate(count, rate) >= Rate(Math.Max(half, count), rate);
        }, seed: "0000calshare");

        static double Rate(int count, double rate)
        {
            int ranks = 0;
            while ((ranks + 1) / (count + 1.0) <= rate)
            {
                ranks++;
            }

            return ranks / (count + 1.0);
        }
    }
}
