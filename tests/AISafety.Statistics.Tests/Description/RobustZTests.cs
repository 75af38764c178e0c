using System.Numerics;

namespace AISafety.Statistics.Tests;

public sealed class RobustZTests
{
    private const int Longest = 257;
    private const int Offsets = 17;

    [Test]
    public void Max_at_every_length_and_offset_equals_the_definition_for_floats() => CompareAtEveryLengthAndOffset<float>();

    [Test]
    public void Max_at_every_length_and_offset_equals_the_definition_for_doubles() => CompareAtEveryLengthAndOffset<double>();

    [TestCaseSource(typeof(KernelInputs), nameof(KernelInputs.Kinds))]
    public void Max_of_every_kind_at_every_length_and_offset_equals_the_definition(string kind)
    {
        foreach (string centerKind in new[] { "normal", "constant", "gaps", "denormal" })
        {
            CompareKinds<float>(kind, centerKind);
            CompareKinds<double>(kind, centerKind);
        }
    }

    [Test]
    public void Max_of_a_type_without_vectors_equals_the_definition() =>
        Assert.That(RobustZ.Max<Half>([(Half)1, (Half)5], [(Half)2, (Half)2], [(Half)1, (Half)2]), Is.EqualTo((Half)6));

    [Test]
    public void Max_looks_at_every_place()
    {
        for (int length = 1; length <= Longest; length++)
        {
            float[] values = new float[length];
            float[] ones = new float[length];
            Array.Fill(ones, 1f);
            for (int place = 0; place < length; place++)
            {
                values[place] = -9;
                Assert.That(RobustZ.Max<float>(values, new float[length], ones), Is.EqualTo(9f));
                Assert.That(RobustZ.IndexOfMax<float>(values, new float[length], ones), Is.EqualTo(place));
                values[place] = 0;
            }
        }
    }

    // At lengths for each of the paths: scalar, 128 and 256 bits.
    [Test]
    public void Max_of_special_values_is_as_documented([Values(1, 4, 5, 8, 11, 40)] int length)
    {
        float Score(float value, float center, float inverseScale) =>
            RobustZ.Max<float>(Filled(value, length), Filled(center, length), Filled(inverseScale, length));

        Assert.That(Score(float.NaN, 0, 1), Is.NaN, "a missing value");
        Assert.That(Score(1, float.NaN, 1), Is.NaN, "a place that is passed over");
        Assert.That(Score(float.PositiveInfinity, 0, 1), Is.EqualTo(float.PositiveInfinity));
        Assert.That(Score(float.NegativeInfinity, 0, float.Epsilon), Is.EqualTo(float.PositiveInfinity));
        Assert.That(Score(float.NegativeInfinity, 0, float.PositiveInfinity), Is.EqualTo(float.PositiveInfinity));
        Assert.That(Score(0.1f, 0.1f, float.PositiveInfinity), Is.Zero, "the constant itself");
        Assert.That(Score(-0f, 0f, float.PositiveInfinity), Is.Zero, "zero is zero");
        Assert.That(Score(float.BitIncrement(0.1f), 0.1f, float.PositiveInfinity), Is.EqualTo(float.PositiveInfinity), "any other value");
        Assert.That(Score(float.MaxValue, float.MinValue, 1), Is.EqualTo(float.PositiveInfinity), "a distance that overflows");
    }

    [Test]
    public void Max_of_an_empty_row_is_NaN_and_has_no_index()
    {
        Assert.That(RobustZ.Max<float>([], [], []), Is.NaN);
        Assert.That(RobustZ.IndexOfMax<float>([], [], []), Is.EqualTo(-1));
    }

    [Test]
    public void IndexOfMax_of_equals_is_the_first() =>
        Assert.That(RobustZ.IndexOfMax<float>([float.NaN, 1, -3, 3], [0, 0, 0, 0], [1, 1, 1, 1]), Is.EqualTo(2));

    [Test]
    public void Max_of_different_lengths_is_refused()
    {
        Assert.That(() => RobustZ.Max<float>([1, 2], [1], [1, 2]), Throws.ArgumentException.With.Message.Contains("2 values, 1 centres and 2"));
        Assert.That(() => RobustZ.IndexOfMax<float>([1, 2], [1, 2], [1]), Throws.ArgumentException);
    }

    [Test]
    public void InverseScale_of_any_scale_is_usable()
    {
        Assert.That(RobustZ.InverseScale<float>(4), Is.EqualTo(0.25f));
        Assert.That(RobustZ.InverseScale<float>(0), Is.EqualTo(float.PositiveInfinity));
        Assert.That(RobustZ.InverseScale<float>(double.Epsilon), Is.EqualTo(float.MaxValue));
        Assert.That(RobustZ.InverseScale<float>(1e-45), Is.EqualTo(float.MaxValue));
        Assert.That(RobustZ.InverseScale<float>(double.PositiveInfinity), Is.EqualTo(float.Epsilon));
        Assert.That(RobustZ.InverseScale<float>(double.NaN), Is.NaN);
        Assert.That(() => RobustZ.InverseScale<float>(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static void CompareKinds<T>(string kind, string centerKind)
        where T : struct, IFloatingPointIeee754<T>
    {
        T[] values = KernelInputs.Draw<T>(kind, KernelInputs.Longest + KernelInputs.Offsets, 1);
        T[] centers = KernelInputs.Draw<T>(centerKind, values.Length, 2);
        T[] scales = Array.ConvertAll(KernelInputs.Draw<T>("normal", values.Length, 3), T.Abs);
        foreach ((int offset, int length) in KernelInputs.Slices)
        {
            ReadOnlySpan<T> x = values.AsSpan(offset, length);
            ReadOnlySpan<T> c = centers.AsSpan(offset, length);
            ReadOnlySpan<T> s = scales.AsSpan(offset, length);
            Assert.That(RobustZ.Max(x, c, s), Is.EqualTo(Reference(x, c, s)), (typeof(T).Name, centerKind, offset, length).ToString);
        }
    }

    private static void CompareAtEveryLengthAndOffset<T>()
        where T : struct, IFloatingPointIeee754<T>
    {
        Random random = new(20);
        T[] values = Row<T>(random, T.PositiveInfinity);
        T[] centers = Row<T>(random, T.Zero);
        T[] scales = new T[values.Length];
        for (int i = 0; i < scales.Length; i++)
        {
            scales[i] = random.Next(12) == 0 ? T.PositiveInfinity : T.CreateChecked(random.NextDouble() + 0.01);
            if (random.Next(8) == 0)
            {
                values[i] = centers[i];
            }
        }

        for (int offset = 0; offset < Offsets; offset++)
        {
            for (int length = 0; length <= Longest; length++)
            {
                ReadOnlySpan<T> x = values.AsSpan(offset, length);
                ReadOnlySpan<T> c = centers.AsSpan(offset, length);
                ReadOnlySpan<T> s = scales.AsSpan(offset, length);
                Assert.That(RobustZ.Max(x, c, s), Is.EqualTo(Reference(x, c, s)), $"length {length}, offset {offset}");

                // Without the infinities that would hide everything else.
                T[] finite = new T[length];
                Array.Fill(finite, T.CreateChecked(0.7));
                Assert.That(RobustZ.Max(x, c, finite), Is.EqualTo(Reference(x, c, finite)), $"finite scales, length {length}, offset {offset}");
            }
        }
    }

    private static T[] Row<T>(Random random, T rare)
        where T : struct, IFloatingPointIeee754<T>
    {
        T[] row = new T[Longest + Offsets];
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = random.Next(6) == 0 ? T.NaN : random.Next(400) == 0 ? rare : T.CreateChecked((random.NextDouble() - 0.5) * 20);
        }

        return row;
    }

    private static T Reference<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> centers, ReadOnlySpan<T> inverseScales)
        where T : struct, IFloatingPointIeee754<T>
    {
        T max = T.NaN;
        for (int i = 0; i < values.Length; i++)
        {
            if (T.IsNaN(values[i]) || T.IsNaN(centers[i]))
            {
                continue;
            }

            T z = values[i] == centers[i] ? T.Zero : T.Abs(values[i] - centers[i]) * inverseScales[i];
            max = T.IsNaN(max) || z > max ? z : max;
        }

        return max;
    }

    private static float[] Filled(float value, int length)
    {
        float[] filled = new float[length];
        Array.Fill(filled, value);
        return filled;
    }
}
