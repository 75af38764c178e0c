using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Folds a row to a fixed width with signs drawn by seed, so that distances stay about what they were: a linear sketch at the cost of one pass.</summary>
/// <remarks>
/// <para>Number i is multiplied by its weight and a sign, and added to place i mod width. The squared distance of two sketches has the squared weighted distance of the rows as its expectation over signs, and a variance of at most 2 / width times its square where the
/// differences are spread evenly over the places; where they are few it is exact. It never exceeds ceil(length / width) times the truth. Rows no longer than the width are kept as they are, but for signs.</para>
/// <para>Sources: Charikar, Chen and Farach-Colton, Finding frequent items in data streams, 2002; Weinberger et al., Feature hashing for large scale multitask learning, ICML 2009; here with places in turn in place of hashed ones. Immutable.</para>
/// </remarks>
public sealed class SignedFolding
{
    private readonly float[] _signed;

    // Of each stretch as long as the sketch: whether a weight in it is 0.
    private readonly bool[] _hasGaps;

    /// <summary>Draws the signs.</summary>
    /// <param name="weights">What each number is multiplied by; finite. Their number is the length of a row, at least 1. A number of weight 0 is not looked at: it may be NaN or infinite.</param>
    /// <param name="width">How many numbers a sketch has; 1 or more.</param>
    /// <param name="seed">Decides the signs. Whoever knows it can make rows that lie near each other look further apart, by up to the square root of ceil(length / width).</param>
    /// <exception cref="ArgumentException">There is no weight, or one is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is less than 1.</exception>
    public SignedFolding(ReadOnlySpan<float> weights, int width, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (weights.IsEmpty || !TensorPrimitives.IsFiniteAll(weights))
        {
            throw new ArgumentException("There is no weight, or one is infinite or NaN; expected at least one, all finite.", nameof(weights));
        }

        Width = width;
        _signed = weights.ToArray();
        _hasGaps = new bool[(weights.Length - 1) / width + 1];
        for (int i = 0; i < weights.Length; i++)
        {
            _hasGaps[i / width] |= weights[i] == 0;
        }

        ulong state = SplitMix64.Mix((ulong)(uint)seed + SplitMix64.Step);
        for (int i = 0; i < _signed.Length; i++)
        {
            state += SplitMix64.Step;
            _signed[i] = (SplitMix64.Mix(state) & 1) == 0 ? _signed[i] : -_signed[i];
        }
    }

    /// <summary>How many numbers a row has.</summary>
    public int Length => _signed.Length;

    /// <summary>How many numbers a sketch has.</summary>
    public int Width { get; }

    /// <summary>Folds a row. Allocates nothing.</summary>
    /// <param name="row">The row; as long as <see cref="Length"/>.</param>
    /// <param name="sketch">Takes the sketch; as long as <see cref="Width"/>.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Apply(ReadOnlySpan<float> row, Span<float> sketch)
    {
        if (row.Length != Length)
        {
            throw new ArgumentException($"The row has {row.Length} numbers; expected {Length}.", nameof(row));
        }

        if (sketch.Length != Width)
        {
            throw new ArgumentException($"The sketch has {sketch.Length} places; expected {Width}.", nameof(sketch));
        }

        sketch.Clear();
        for (int start = 0; start < row.Length; start += Width)
        {
            int count = Math.Min(Width, row.Length - start);
            if (_hasGaps[start / Width])
            {
                AddWeighed(row.Slice(start, count), _signed.AsSpan(start, count), sketch);
                continue;
            }

            TensorPrimitives.MultiplyAdd(row.Slice(start, count), _signed.AsSpan(start, count), sketch[..count], sketch[..count]);
        }
    }

    // NaN times 0 would be NaN.
    private static void AddWeighed(ReadOnlySpan<float> row, ReadOnlySpan<float> signed, Span<float> sketch)
    {
        for (int i = 0; i < row.Length; i++)
        {
            if (signed[i] != 0)
            {
                sketch[i] += row[i] * signed[i];
            }
        }
    }
}
