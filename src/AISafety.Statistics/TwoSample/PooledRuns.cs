using System.Numerics;
using System.Runtime.CompilerServices;

namespace AISafety.Statistics;

/// <summary>Walks two ascending samples together, one run of equal values at a time.</summary>
internal ref struct PooledRuns<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _x = x;
    private readonly ReadOnlySpan<T> _y = y;

    /// <summary>The value of the run.</summary>
    public T Value { get; private set; }

    /// <summary>How many numbers of the first sample come before the run.</summary>
    public int XBefore { get; private set; }

    /// <summary>How many numbers of the second sample come before the run.</summary>
    public int YBefore { get; private set; }

    /// <summary>How many numbers of the first sample are up to the end of the run.</summary>
    public int XThrough { get; private set; }

    /// <summary>How many numbers of the second sample are up to the end of the run.</summary>
    public int YThrough { get; private set; }

    /// <summary>How many numbers of the first sample are in the run.</summary>
    public readonly int XCount => XThrough - XBefore;

    /// <summary>How many numbers of the second sample are in the run.</summary>
    public readonly int YCount => YThrough - YBefore;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        int i = XBefore = XThrough;
        int j = YBefore = YThrough;
        if (i < _x.Length)
        {
            Value = j < _y.Length && _y[j] < _x[i] ? _y[j] : _x[i];
        }
        else if (j < _y.Length)
        {
            Value = _y[j];
        }
        else
        {
            return false;
        }

        while (i < _x.Length && _x[i] == Value)
        {
            i++;
        }

        while (j < _y.Length && _y[j] == Value)
        {
            j++;
        }

        XThrough = i;
        YThrough = j;
        return true;
    }
}
