namespace AISafety.Statistics.Tests.Kernels;

public class LessCountTests
{
    private static readonly string[] _kinds = [.. KernelInputs.Kinds.Except(["gaps", "mixed", "missing"])];

    [Test]
    public void Of_everyLength_isTheNumberOfLess([ValueSource(nameof(_kinds))] string kind)
    {
        for (int length = 1; length <= 257; length++)
        {
            double[] numbers = [.. KernelInputs.Draw(kind, length, length).Where(value => !double.IsNaN(value))];
            Array.Sort(numbers);
            LessCount less = new(numbers);
            double[] between = [.. numbers.Select(Math.BitIncrement), .. numbers.Select(Math.BitDecrement), .. KernelInputs.Draw(kind, 5, 7)];
            foreach (double value in numbers.Concat(between).Concat([-0.0, 0.0, double.NegativeInfinity, double.PositiveInfinity, double.MaxValue, double.MinValue]))
            {
                if (!double.IsNaN(value))
                {
                    Assert.That(less.Of(value), Is.EqualTo(numbers.Count(number => number < value)), $"{length}, {value:r}");
                }
            }
        }
    }

    [Test]
    public void Of_outliers_isTheNumberOfLess()
    {
        double[] numbers = [.. Enumerable.Range(0, 5000).Select(i => i / 7.0), 1e300, double.PositiveInfinity];
        numbers[0] = double.NegativeInfinity;
        LessCount less = new(numbers);
        foreach (double value in numbers.Append(1e200).Append(-1e200))
        {
            Assert.That(less.Of(value), Is.EqualTo(numbers.Count(number => number < value)));
        }
    }
}
