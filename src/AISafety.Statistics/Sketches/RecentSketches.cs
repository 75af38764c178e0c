using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The last so many vectors of a stream, among which it finds how near the nearest lies.</summary>
/// <remarks>Memory: capacity x width floats, once. Neither adding nor finding allocates. Not safe for several threads at once.</remarks>
public sealed class RecentSketches
{
    // A distance is given up where a part of the vector is too far apart already.
    private const int Part = 16;

    private readonly float[] _vectors;
    private readonly int _capacity;
    private readonly int _width;
    private int _next;

    /// <summary>Makes room.</summary>
    /// <param name="capacity">How many vectors are remembered: 1 to 1,000,000.</param>
    /// <param name="width">How many numbers each has: 1 to 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RecentSketches(int capacity, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 1_000);
        _capacity = capacity;
        _width = width;
        _vectors = new float[capacity * width];
    }

    /// <summary>How many are remembered.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a vector; the oldest is forgotten if there is no room.</summary>
    /// <param name="vector">The vector; copied.</param>
    /// <exception cref="ArgumentException">Its length does not fit.</exception>
    public void Add(ReadOnlySpan<float> vector)
    {
        RequireLength(vector);
        vector.CopyTo(_vectors.AsSpan(_next * _width, _width));
        _next = (_next + 1) % _capacity;
        Count = Math.Min(_capacity, Count + 1);
    }

    /// <summary>The squared Euclidean distance of the nearest one, in single precision, if it is at most <paramref name="limit"/>.</summary>
    /// <param name="vector">The vector to look around.</param>
    /// <param name="limit">What is further away does not matter.</param>
    /// <returns>0 or more; +infinity if none is as near. A vector with NaN is near to none.</returns>
    /// <exception cref="ArgumentException">Its length does not fit.</exception>
    public float NearestSquared(ReadOnlySpan<float> vector, float limit)
    {
        RequireLength(vector);
        float nearest = float.PositiveInfinity;
        for (int slot = 0; slot < Count; slot++)
        {
            float squared = Squared(vector, _vectors.AsSpan(slot * _width, _width), Math.Min(limit, nearest));
            nearest = squared <= limit && squared < nearest ? squared : nearest;
        }

        return nearest;
    }

    // Of two vectors further apart than the limit: anything above it.
    private static float Squared(ReadOnlySpan<float> one, ReadOnlySpan<float> other, float limit)
    {
        float sum = 0;
        int start = 0;
        for (; start + Part <= one.Length && !(sum > limit); start += Part)
        {
            Vector<float> squares = Vector<float>.Zero;
            for (int i = start; i < start + Part; i += Vector<float>.Count)
            {
                Vector<float> difference = new Vector<float>(one[i..]) - new Vector<float>(other[i..]);
                squares += difference * difference;
            }

            sum += Vector.Sum(squares);
        }

        for (; start < one.Length && !(sum > limit); start++)
        {
            float difference = one[start] - other[start];
            sum += difference * difference;
        }

        return sum;
    }

    private void RequireLength(ReadOnlySpan<float> vector)
    {
        if (vector.Length != _width)
        {
            throw new ArgumentException($"The vector has {vector.Length} numbers; expected {_width}.", nameof(vector));
        }
    }
}
