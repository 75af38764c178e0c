using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using AISafety.Generated;

namespace AISafety;

public sealed partial class FeatureSchema<TIn>
{
    /// <summary>Writes one input's row.</summary>
    /// <param name="input">The input.</param>
    /// <param name="row">Receives <see cref="Width"/> numbers.</param>
    /// <exception cref="ArgumentException"><paramref name="row"/> is shorter than <see cref="Width"/>, or a vector of the input has another
    /// length than the schema states.</exception>
    /// <exception cref="FeatureReadException">A lambda of the schema threw.</exception>
    public void Write(TIn input, Span<float> row)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (row.Length < Width || !TryRead(input, row))
        {
            RefuseRow(input, row);
        }
    }

    /// <summary>Checks one input against everything that the schema states: need, range, known values, lengths.</summary>
    /// <returns>Every violation, not only the first; empty if there is none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="input"/> is null.</exception>
    /// <exception cref="FeatureReadException">A lambda of the schema threw.</exception>
    public IReadOnlyList<Evidence> Validate(TIn input)
    {
        ArgumentNullException.ThrowIfNull(input);
        List<Evidence> found = [];
        CollectViolations(input, found);
        return found;
    }

    /// <summary>Writes the row; false if a vector has the wrong length, which leaves its cells NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryRead(TIn input, Span<float> row) =>
        _row is { } generated ? TryReadGenerated(generated, input, row) : TryReadColumns(input, row);

    private bool TryReadColumns(TIn input, Span<float> row)
    {
        bool complete = true;
        int place = 0;
        int index = 0;
        try
        {
            foreach (FeatureColumn<TIn> column in _columns)
            {
                int width = column.Width;
                complete &= column.Read(input, row.Slice(place, width));
                place += width;
                index++;
            }
        }
        catch (Exception exception)
        {
            throw _columns[index].Failed(input, exception);
        }

        return complete;
    }

    /// <summary>One virtual call, where nothing but a generated row is read.</summary>
    private bool TryReadGenerated(GeneratedRow<TIn> generated, TIn input, Span<float> row)
    {
        try
        {
            return generated.Write(input, row);
        }
        catch (Exception exception)
        {
            throw _columns[0].Failed(input, exception);
        }
    }

    [DoesNotReturn]
    private void RefuseRow(TIn input, ReadOnlySpan<float> row)
    {
        if (row.Length < Width)
        {
            throw new ArgumentException($"The row has room for {row.Length} numbers; the schema writes {Width}.", nameof(row));
        }

        List<Evidence> found = [];
        CollectViolations(input, found);
        Evidence? length = found.Find(FeatureViolations.IsOfVectorLength);
        throw new ArgumentException(length?.Message ?? "A vector of the input has another length than the schema states.", nameof(input));
    }

    internal void CollectViolations(TIn input, List<Evidence> found)
    {
        foreach (FeatureColumn<TIn> column in _columns)
        {
            try
            {
                column.CollectViolations(input, found);
            }
            catch (Exception exception) when (exception is not FeatureReadException)
            {
                throw new FeatureReadException(column.Features[0].Name, exception);
            }
        }
    }
}
