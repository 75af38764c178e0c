using CsCheck;

namespace AISafety.Statistics.Tests;

public class BoxConstraintsTests
{
    private static readonly float[] _special =
    [
        0f, -0f, 1f, -1f, float.Epsilon, -float.Epsilon, 1.17549421e-38f, 0.1f, 120f,
        float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
    ];

    private static readonly Gen<float> _anyFloat = Gen.Frequency((3, OneOf(_special)), (1, Gen.Float));

    [Test]
    public void Hold_every_length_and_position_of_a_bad_value_agrees_with_the_reference()
    {
        for (int length = 0; length <= 257; length++)
        {
            float[] values = new float[length];
            float[] lower = new float[length];
            float[] upper = new float[length];
            float[] whenMissing = new float[length];
            Array.Fill(values, 0.5f);
            Array.Fill(upper, 1f);
            Assert.That(BoxConstraints.Hold(values, lower, upper, whenMissing), Is.True, $"length {length}");
            for (int bad = 0; bad < length; bad++)
            {
                values[bad] = 1.0000001f;
                Assert.That(BoxConstraints.Hold(values, lower, upper, whenMissing), Is.False, $"length {length}, above at {bad}");
                values[bad] = -float.Epsilon;
                Assert.That(BoxConstraints.Hold(values, lower, upper, whenMissing), Is.False, $"length {length}, below at {bad}");
                values[bad] = float.NaN;
                Assert.That(BoxConstraints.Hold(values, lower, upper, whenMissing), Is.True, $"length {length}, optional at {bad}");
                whenMissing[bad] = float.NaN;
                Assert.That(BoxConstraints.Hold(values, lower, upper, whenMissing), Is.False, $"length {length}, required at {bad}");
                whenMissing[bad] = 0;
                values[bad] = 0.5f;
            }
        }
    }

    [Test]
    public void Hold_at_every_offset_reads_only_its_slice()
    {
        for (int offset = 0; offset <= 64; offset++)
        {
            for (int length = 0; length <= 66; length++)
            {
                // Everything outside the slice would be refused.
                float[] values = Filled(offset + length + 1, float.NaN);
                values.AsSpan(offset, length).Fill(2f);
                float[] bounds = Filled(offset + length + 1, 2f);
                float[] required = Filled(offset + length + 1, float.NaN);
                Assert.That(
                    BoxConstraints.Hold(
                        values.AsSpan(offset, length),
                        bounds.AsSpan(offset, length),
                        bounds.AsSpan(offset, length),
                        required.AsSpan(offset, length)),
                    Is.True,
                    $"offset {offset}, length {length}");
            }
        }
    }

    [Test]
    public void Hold_any_numbers_agrees_with_the_reference() =>
        Gen.Select(_anyFloat, _anyFloat, _anyFloat, _anyFloat).Array[0, 257].Sample(
            cells =>
            {
                float[] values = [.. cells.Select(cell => cell.Item1)];
                float[] lower = [.. cells.Select(cell => cell.Item2)];
                float[] upper = [.. cells.Select(cell => cell.Item3)];
                float[] whenMissing = [.. cells.Select(cell => cell.Item4)];
                return BoxConstraints.Hold(values, lower, upper, whenMissing) == Reference(values, lower, upper, whenMissing);
            },
            seed: "0000KtXeF2x1",
            iter: 2_000);

    [Test]
    public void Hold_numbers_mostly_within_agrees_with_the_reference() =>
        Gen.Select(OneOf(0f, -0f, 0.5f, 1f, float.Epsilon, float.NaN), OneOf(0f, -0f), Gen.Int[0, 400])
            .Array[0, 257].Sample(
                cells =>
                {
                    float[] values = [.. cells.Select(cell => cell.Item3 == 0 ? -float.Epsilon : cell.Item1)];
                    float[] lower = [.. cells.Select(cell => cell.Item2)];
                    float[] upper = Filled(cells.Length, 1f);
                    float[] whenMissing = [.. cells.Select(cell => cell.Item3 == 1 ? float.NaN : 0f)];
                    return BoxConstraints.Hold(values, lower, upper, whenMissing) == Reference(values, lower, upper, whenMissing);
                },
                seed: "0000KtXeF2x1",
                iter: 2_000);

    [TestCase(1)]
    [TestCase(8)]
    [TestCase(19)]
    public void Hold_negative_zero_counts_as_zero(int length)
    {
        float[] zero = new float[length];
        float[] negativeZero = Filled(length, -0f);
        Assert.That(BoxConstraints.Hold(negativeZero, zero, zero, zero), Is.True);
        Assert.That(BoxConstraints.Hold(zero, negativeZero, negativeZero, zero), Is.True);
    }

    [TestCase(1)]
    [TestCase(8)]
    [TestCase(19)]
    public void Hold_nan_bound_allows_nothing(int length)
    {
        float[] values = Filled(length, 1f);
        float[] wide = Filled(length, 10f);
        float[] low = Filled(length, -10f);
        float[] nan = (float[])wide.Clone();
        nan[^1] = float.NaN;
        Assert.That(BoxConstraints.Hold(values, nan, wide, values), Is.False);
        Assert.That(BoxConstraints.Hold(values, low, nan, values), Is.False);
        Assert.That(BoxConstraints.Hold(Filled(length, float.NaN), low, nan, values), Is.False);
    }

    [TestCase(1)]
    [TestCase(8)]
    [TestCase(19)]
    public void Hold_infinity_is_within_an_infinite_bound_only(int length)
    {
        float[] values = Filled(length, float.PositiveInfinity);
        float[] low = Filled(length, -10f);
        Assert.That(BoxConstraints.Hold(values, low, values, low), Is.True);
        Assert.That(BoxConstraints.Hold(values, low, Filled(length, float.MaxValue), low), Is.False);
    }

    [TestCase(3, 4, 4, 4)]
    [TestCase(4, 3, 4, 4)]
    [TestCase(4, 4, 3, 4)]
    [TestCase(4, 4, 4, 3)]
    public void Hold_different_lengths_throws(int values, int lower, int upper, int whenMissing) =>
        Assert.That(
            () => BoxConstraints.Hold(new float[values], new float[lower], new float[upper], new float[whenMissing]),
            Throws.ArgumentException);

    private static Gen<float> OneOf(params float[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static bool Reference(float[] values, float[] lower, float[] upper, float[] whenMissing)
    {
        bool all = true;
        for (int i = 0; i < values.Length; i++)
        {
            float value = float.IsNaN(values[i]) ? whenMissing[i] : values[i];
            bool outside = float.IsNaN(value) || float.IsNaN(lower[i]) || float.IsNaN(upper[i]) || value < lower[i] || value > upper[i];
            all &= !outside;
        }

        return all;
    }

    private static float[] Filled(int length, float value)
    {
        float[] array = new float[length];
        Array.Fill(array, value);
        return array;
    }
}
