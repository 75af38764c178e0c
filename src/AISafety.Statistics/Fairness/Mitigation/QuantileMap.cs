namespace AISafety.Statistics;

/// <summary>A sample's quantile function, and where in it a value stands.</summary>
internal sealed class QuantileMap
{
    private readonly double[] _ascending;

    // Each distinct value, and the middle of the positions that it takes.
    private readonly double[] _values;
    private readonly double[] _positions;

    /// <param name="ascending">Finite; at least one; kept.</param>
    public QuantileMap(double[] ascending)
    {
        _ascending = ascending;
        List<double> values = [];
        List<double> positions = [];
        for (int i = 0; i < ascending.Length;)
        {
            int end = i + 1;
            while (end < ascending.Length && ascending[end] == ascending[i])
            {
                end++;
            }

            values.Add(ascending[i]);
            positions.Add(ascending.Length == 1 ? 0.5 : 0.5 * (i + end - 1) / (ascending.Length - 1));
            i = end;
        }

        (_values, _positions) = ([.. values], [.. positions]);
    }

    /// <summary>Where a value stands, 0 to 1: straight between the values seen, their ends outside.</summary>
    public double PositionOf(double value)
    {
        int index = Array.BinarySearch(_values, value);
        if (index >= 0)
        {
            return _positions[index];
        }

        int next = ~index;
        if (next == 0 || next == _values.Length)
        {
            return _positions[Math.Max(0, next - 1)];
        }

        double share = (value - _values[next - 1]) / (_values[next] - _values[next - 1]);
        return _positions[next - 1] + share * (_positions[next] - _positions[next - 1]);
    }

    /// <summary>The quantile of type 7.</summary>
    public double ValueAt(double position)
    {
        double place = position * (_ascending.Length - 1);
        int below = Math.Min((int)place, _ascending.Length - 1);
        double share = place - below;
        return share > 0 && below + 1 < _ascending.Length ? _ascending[below] + share * (_ascending[below + 1] - _ascending[below]) : _ascending[below];
    }
}
