using AISafety.Adversarial;

namespace AISafety.Tests.Adversarial;

public sealed class InputTransformTests
{
    [Test]
    public void Apply_bit_depth_one_is_black_and_white() =>
        Assert.That(Of(InputTransform.BitDepth(1), [0, 0.2f, 0.5f, 0.9f, 1.5f, float.NaN]), Is.EqualTo(new[] { 0, 0, 1, 1, 1, float.NaN }));

    [Test]
    public void Apply_rounding_takes_the_nearest_multiple() =>
        Assert.That(Of(InputTransform.Rounding(0.5), [0.2f, 0.3f, -1.9f]), Is.EqualTo(new[] { 0, 0.5f, -2 }));

    [Test]
    public void Apply_quantiles_give_the_middle_of_the_bin()
    {
        float[][] rows = [.. Enumerable.Range(0, 8).Select(static i => new[] { (float)i, i < 7 ? 1 : 5 })];
        InputTransform transform = InputTransform.Quantile(2, rows.Select(static row => (ReadOnlyMemory<float>)row));

        Assert.That(Of(transform, [1.2f, 1]), Is.EqualTo(new[] { 2f, 1 }));
        Assert.That(Of(transform, [3.5f, 5]), Is.EqualTo(new[] { 6f, 5 }), "4 values lie in 0 to 3, so 3.5 is above");
        Assert.That(Of(transform, [-9, float.NaN]), Is.EqualTo(new[] { 2f, float.NaN }));
    }

    [Test]
    public void Quantile_refuses_too_few_rows_and_rows_that_are_not_finite()
    {
        Assert.That(() => InputTransform.Quantile(3, [new float[1], new float[1]]), Throws.ArgumentException.With.Message.Contains("at least 3"));
        Assert.That(() => InputTransform.Quantile(2, [new float[1], new[] { float.NaN }]), Throws.ArgumentException.With.Message.Contains("row 2"));
    }

    [Test]
    public void Apply_planes_give_the_same_in_both_layouts()
    {
        Random random = new(5);
        float[] first = [.. Enumerable.Range(0, 3 * 5 * 4).Select(_ => random.NextSingle())];
        float[] last = ToLast(first, 3, 20);
        foreach (Func<ImageShape, InputTransform> make in Planes)
        {
            float[] one = Of(make(new(5, 4, 3)), first);
            float[] other = Of(make(new(5, 4, 3, PixelLayout.ChannelsLast)), last);

            Assert.That(ToLast(one, 3, 20), Is.EqualTo(other), make(new(5, 4)).Name);
        }
    }

    [Test]
    public void Apply_constant_picture_stays_as_it_is()
    {
        float[] row = [.. Enumerable.Repeat(0.4f, 64)];
        foreach (Func<ImageShape, InputTransform> make in Planes[..^1])
        {
            Assert.That(Of(make(new(8, 8)), row), Is.EqualTo(row).Within(0.01), make(new(8, 8)).Name);
        }
    }

    [Test]
    public void Apply_random_resize_depends_on_draw_and_seed_only()
    {
        Random random = new(6);
        float[] row = [.. Enumerable.Range(0, 400).Select(_ => random.NextSingle())];
        InputTransform one = InputTransform.RandomResizePad(new(20, 20), 0.7, seed: 1);

        Assert.That(Of(one, row, 7), Is.EqualTo(Of(InputTransform.RandomResizePad(new(20, 20), 0.7, seed: 1), row, 7)));
        Assert.That(Enumerable.Range(0, 20).Select(draw => string.Join(',', Of(one, row, (ulong)draw))).Distinct().Count(), Is.GreaterThan(15));
        Assert.That(one.IsRandom, Is.True);
    }

    [Test]
    public void Apply_random_resize_without_a_seed_is_not_to_be_foreseen()
    {
        Random random = new(6);
        float[] row = [.. Enumerable.Range(0, 400).Select(_ => random.NextSingle())];
        InputTransform[] transforms = [.. Enumerable.Range(0, 10).Select(static _ => InputTransform.RandomResizePad(new(20, 20), 0.7))];

        Assert.That(transforms.Select(one => string.Join(',', Of(one, row, 7))).Distinct().Count(), Is.GreaterThan(1));
    }

    [Test]
    public void Factories_refuse_what_is_out_of_range()
    {
        ImageShape shape = new(4, 4);
        Assert.Multiple(() =>
        {
            Assert.That(() => InputTransform.BitDepth(0), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => InputTransform.Rounding(double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => InputTransform.Median(shape, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => InputTransform.NonLocalMeans(shape, 4), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => InputTransform.TotalVariation(shape, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => InputTransform.BlockFrequencies(shape, 101), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => InputTransform.RandomResizePad(shape, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new ImageShape(0, 4), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new ImageShape(65_536, 65_536), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => AdversarialSign.Squeezing(), Throws.ArgumentException);
            Assert.That(() => AdversarialSign.Squeezing(InputTransform.RandomResizePad(shape)), Throws.ArgumentException);
        });
    }

    private static Func<ImageShape, InputTransform>[] Planes { get; } =
    [
        static shape => InputTransform.Median(shape),
        static shape => InputTransform.NonLocalMeans(shape, 5, 3, 0.2),
        static shape => InputTransform.TotalVariation(shape),
        static shape => InputTransform.BlockFrequencies(shape),
        static shape => InputTransform.RandomResizePad(shape),
    ];

    private static float[] Of(InputTransform transform, float[] row, ulong draw = 3)
    {
        float[] changed = new float[row.Length];
        transform.Apply(row, changed, draw);
        return changed;
    }

    private static float[] ToLast(float[] planes, int channels, int pixels) =>
        [.. Enumerable.Range(0, planes.Length).Select(i => planes[i % channels * pixels + i / channels])];
}
