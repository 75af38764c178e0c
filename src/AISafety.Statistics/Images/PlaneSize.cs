namespace AISafety.Statistics;

/// <summary>What every operation on a plane of pixels asks of its arguments, and how it looks beyond the edge.</summary>
internal static class PlaneSize
{
    /// <summary>Checks that a plane and its result have height x width pixels, and do not share memory.</summary>
    public static void Require(ReadOnlySpan<float> plane, int height, int width, ReadOnlySpan<float> result)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        long pixels = (long)height * width;
        if (plane.Length != pixels)
        {
            throw new ArgumentException($"There are {plane.Length} pixels; expected {height} x {width}.", nameof(plane));
        }

        if (result.Length != pixels)
        {
            throw new ArgumentException($"There is room for {result.Length} pixels; expected {height} x {width}.", nameof(result));
        }

        if (plane.Overlaps(result))
        {
            throw new ArgumentException("The result lies over the plane; expected memory of its own.", nameof(result));
        }
    }

    /// <summary>The place that stands for one beyond the edge: d c b a | a b c d | d c b a.</summary>
    public static int Mirror(int place, int length)
    {
        int period = 2 * length;
        int wrapped = ((place % period) + period) % period;
        return wrapped < length ? wrapped : period - 1 - wrapped;
    }
}
