using System.Numerics;

namespace AISafety.Robustness;

/// <summary>The last numbers of a ball around another: those next to x + reach and x - reach that are no further away than reach. The sums as floats lie beyond about half of the time.</summary>
/// <remarks>A sum's rounding error is exact, and a float: D. Knuth, The Art of Computer Programming, volume 2, 4.2.2. A sum that rounds to 0 has none.</remarks>
internal static class BallEdge
{
    public static float Above(float x, float reach)
    {
        float sum = x + reach;
        float part = sum - x;
        float error = (x - (sum - part)) + (reach - part);
        return error < 0 ? MathF.BitDecrement(sum) : sum;
    }

    public static float Below(float x, float reach)
    {
        float difference = x - reach;
        float part = difference - x;
        float error = (x - (difference - part)) - (reach + part);
        return error > 0 ? MathF.BitIncrement(difference) : difference;
    }

    public static Vector<float> Above(Vector<float> x, Vector<float> reach)
    {
        Vector<float> sum = x + reach;
        Vector<float> part = sum - x;
        Vector<float> error = (x - (sum - part)) + (reach - part);
        return Step(sum, Vector.LessThan(error, Vector<float>.Zero), -Vector<int>.One);
    }

    public static Vector<float> Below(Vector<float> x, Vector<float> reach)
    {
        Vector<float> difference = x - reach;
        Vector<float> part = difference - x;
        Vector<float> error = (x - (difference - part)) - (reach + part);
        return Step(difference, Vector.GreaterThan(error, Vector<float>.Zero), Vector<int>.One);
    }

    /// <summary>The float next to a number that lies no further from the center than it.</summary>
    public static float Nearer(double value, double center)
    {
        float near = (float)value;
        return Math.Abs(near - center) <= Math.Abs(value - center) ? near : near > center ? MathF.BitDecrement(near) : MathF.BitIncrement(near);
    }

    // To the next float where wanted: the bits of negative numbers count the other way.
    private static Vector<float> Step(Vector<float> value, Vector<int> where, Vector<int> upwards)
    {
        Vector<int> bits = Vector.AsVectorInt32(value);
        return Vector.AsVectorSingle(bits + (where & Vector.ConditionalSelect(Vector.LessThan(bits, Vector<int>.Zero), -upwards, upwards)));
    }
}
