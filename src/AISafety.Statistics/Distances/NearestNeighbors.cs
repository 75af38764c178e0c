using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>A reference set of points, among which it finds those nearest to a given one: exactly, by looking at all of them, eight at a time.</summary>
/// <remarks>Distances are Euclidean, computed in double, the same bits on every machine. Of equally near points the one with the lower row comes first.
/// A reference row with a NaN is missing: skipped and counted, and rows are counted without it. A coordinate that the point searched around lacks (NaN) is passed over, and the squares of the
/// distances by the m others are multiplied by columns / m. Infinities are refused. Immutable: one instance serves any number of threads; a search allocates nothing.
/// Source for missing coordinates: Dixon, Pattern recognition with partly missing data, IEEE Trans. SMC 9, 1979.</remarks>
public sealed class NearestNeighbors
{
    private readonly PointBlocks _points;

    private NearestNeighbors(PointBlocks points, int missing) => (_points, Missing) = (points, missing);

    /// <summary>How many complete points the reference has.</summary>
    public int Count => _points.Count;

    /// <summary>How many of its rows had a NaN.</summary>
    public int Missing { get; }

    /// <summary>How many coordinates a point has.</summary>
    public int Columns => _points.Columns;

    /// <summary>Takes a reference set.</summary>
    /// <param name="rows">The points, row by row.</param>
    /// <param name="columns">How many coordinates a point has.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the columns, a value is infinite, or no row is complete.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is less than 1.</exception>
    public static NearestNeighbors Fit<T>(ReadOnlySpan<T> rows, int columns)
        where T : struct, IFloatingPointIeee754<T>
    {
        double[] complete = CompleteRows.Of(rows, columns, nameof(rows), out int missing);
        return complete.Length == 0
            ? throw new ArgumentException("There is no complete row; expected at least one.", nameof(rows))
            : new(new(complete, columns), missing);
    }

    /// <summary>Finds the nearest points.</summary>
    /// <param name="point">The point to search around; finite, or NaN where a coordinate is missing, but not everywhere.</param>
    /// <param name="distances">Takes their distances, ascending. Its length says how many to find: from 1 to <see cref="Count"/>, or one fewer if one is left out.</param>
    /// <param name="rows">Takes their places among the complete rows; as long as the distances.</param>
    /// <param name="leaveOut">The place of a point to pass over, as when it is itself the one searched around; -1 for none.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the point has an infinity or nothing at all.</exception>
    public void Find<T>(ReadOnlySpan<T> point, Span<double> distances, Span<int> rows, int leaveOut = -1)
        where T : struct, IFloatingPointIeee754<T>
    {
        CompleteRows.RequireLength(point.Length, Columns, nameof(point));
        int available = (uint)leaveOut < (uint)Count ? Count - 1 : Count;
        if (distances.IsEmpty || distances.Length > available)
        {
            throw new ArgumentException($"There are places for {distances.Length} distances; expected from 1 to {available}.", nameof(distances));
        }

        if (rows.Length != distances.Length)
        {
            throw new ArgumentException($"There are {rows.Length} places for rows; expected {distances.Length}, as many as distances.", nameof(rows));
        }

        double[] scratch = ArrayPool<double>.Shared.Rent(Columns);
        Span<double> center = scratch.AsSpan(0, Columns);
        TensorPrimitives.ConvertTruncating(point, center);
        int observed = 0;
        bool infinite = false;
        foreach (double coordinate in center)
        {
            infinite |= double.IsInfinity(coordinate);
            observed += double.IsNaN(coordinate) ? 0 : 1;
        }

        if (!infinite && observed > 0)
        {
            Search(center, distances, rows, leaveOut, observed);
        }

        ArrayPool<double>.Shared.Return(scratch);
        if (infinite || observed == 0)
        {
            throw new ArgumentException("The point has an infinity, or no coordinate at all; expected finite numbers, or NaN where one is missing.", nameof(point));
        }
    }

    private void Search(ReadOnlySpan<double> center, Span<double> distances, Span<int> rows, int leaveOut, int observed)
    {
        distances.Fill(double.PositiveInfinity);
        rows.Fill(-1);
        Span<double> squared = stackalloc double[PointBlocks.Size];
        int found = 0;
        for (int start = 0; start < Count; start += PointBlocks.Size)
        {
            if (observed == Columns)
            {
                _points.SquaredDistances(start / PointBlocks.Size, center, squared);
            }
            else
            {
                _points.SquaredDistancesOfObserved(start / PointBlocks.Size, center, squared);
            }

            int end = Math.Min(PointBlocks.Size, Count - start);
            for (int i = 0; i < end; i++)
            {
                if ((squared[i] < distances[^1] || found < distances.Length) && start + i != leaveOut)
                {
                    Insert(squared[i], start + i, distances, rows, found++);
                }
            }
        }

        double weight = (double)Columns / observed;
        foreach (ref double distance in distances)
        {
            distance = Math.Sqrt(distance * weight);
        }
    }

    // Behind its equals: they have lower rows.
    private static void Insert(double squared, int row, Span<double> distances, Span<int> rows, int found)
    {
        int place = Math.Min(found, distances.Length - 1);
        for (; place > 0 && distances[place - 1] > squared; place--)
        {
            distances[place] = distances[place - 1];
            rows[place] = rows[place - 1];
        }

        distances[place] = squared;
        rows[place] = row;
    }
}
