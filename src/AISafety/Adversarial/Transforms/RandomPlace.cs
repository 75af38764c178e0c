using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>Draws how small a picture becomes, and where it goes.</summary>
internal static class RandomPlace
{
    public static void Apply(ReadOnlySpan<float> plane, ImageShape shape, double leastScale, ulong seed, ulong draw, Span<float> result)
    {
        ulong state = SplitMix64.Mix(draw + SplitMix64.Mix(seed + SplitMix64.Step));
        int height = Between(ref state, (int)Math.Ceiling(leastScale * shape.Height), shape.Height);
        int width = Between(ref state, (int)Math.Ceiling(leastScale * shape.Width), shape.Width);
        int top = Between(ref state, 0, shape.Height - height);
        int left = Between(ref state, 0, shape.Width - width);
        PlacedResize.Apply(plane, shape.Height, shape.Width, height, width, top, left, result);
    }

    private static int Between(ref ulong state, int least, int most)
    {
        state += SplitMix64.Step;
        return least + (int)Math.BigMul(SplitMix64.Mix(state), (ulong)(most - least + 1), out _);
    }
}
