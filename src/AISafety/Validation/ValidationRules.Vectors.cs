using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using AISafety.Statistics;

namespace AISafety.Validation;

public sealed partial class ValidationRules<T>
{
    /// <summary>The vector must have between <paramref name="min"/> and <paramref name="max"/> elements, both included; a null array has
    /// none. Code: <c>input.length</c>.</summary>
    /// <inheritdoc cref="Length(string, Func{T, string}, int, int)"/>
    [OverloadResolutionPriority(1)]
    public ValidationRules<T> Length(string name, Func<T, ReadOnlySpan<float>> read, int min, int max)
    {
        Check(name, read);
        LengthRange range = new($"{_stage}.length", name, "elements", min, max);
        return Add("Length", name, value => range.Judge(read(value).Length));
    }

    /// <inheritdoc cref="Length(string, Func{T, ReadOnlySpan{float}}, int, int)"/>
    public ValidationRules<T> Length(string name, Func<T, ReadOnlyMemory<float>> read, int min, int max)
    {
        ArgumentNullException.ThrowIfNull(read);
        return Length(name, value => read(value).Span, min, max);
    }

    /// <summary>The collection must have between <paramref name="min"/> and <paramref name="max"/> items, both included.
    /// Code: <c>input.length</c>.</summary>
    /// <inheritdoc cref="Length(string, Func{T, string}, int, int)"/>
    public ValidationRules<T> Length<TItem>(string name, Func<T, IReadOnlyCollection<TItem>?> read, int min, int max)
    {
        Check(name, read);
        LengthRange range = new($"{_stage}.length", name, "items", min, max);
        return Add("Length", name, value => read(value) is { } items ? range.Judge(items.Count) : null);
    }

    /// <summary>The number must be neither NaN nor infinite. Code: <c>input.not-finite</c>.</summary>
    /// <param name="name">What the property is called in evidence.</param>
    /// <param name="read">Reads it; null is skipped.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, or an argument is null.</exception>
    [OverloadResolutionPriority(2)]
    public ValidationRules<T> Finite(string name, Func<T, double> read)
    {
        Check(name, read);
        Evidence violation = NotFinite(name, "is not a finite number");
        return Add("Finiteness", name, value => double.IsFinite(read(value)) ? null : violation);
    }

    /// <inheritdoc cref="Finite(string, Func{T, double})"/>
    [OverloadResolutionPriority(2)]
    public ValidationRules<T> Finite(string name, Func<T, double?> read)
    {
        Check(name, read);
        Evidence violation = NotFinite(name, "is not a finite number");
        return Add("Finiteness", name, value => read(value) is { } number && !double.IsFinite(number) ? violation : null);
    }

    /// <summary>No element may be NaN or infinite; a null array has none. Code: <c>input.not-finite</c>.</summary>
    /// <param name="name">What the property is called in evidence.</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, or an argument is null.</exception>
    [OverloadResolutionPriority(1)]
    public ValidationRules<T> Finite(string name, Func<T, ReadOnlySpan<float>> read)
    {
        Check(name, read);
        return Add("Finiteness", name, value =>
        {
            ReadOnlySpan<float> elements = read(value);
            return elements.IsEmpty || TensorPrimitives.IsFiniteAll(elements) ? null : NotFinite(name, Describe(elements));
        });
    }

    /// <inheritdoc cref="Finite(string, Func{T, ReadOnlySpan{float}})"/>
    public ValidationRules<T> Finite(string name, Func<T, ReadOnlyMemory<float>> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return Finite(name, value => read(value).Span);
    }

    /// <summary>The vector must be a probability distribution: not empty, each element finite and within 0 to 1, their sum 1, both up to
    /// the tolerance. Code: <c>output.probabilities</c>.</summary>
    /// <param name="name">What the property is called in evidence.</param>
    /// <param name="read">Reads it. A null array is an empty one: a violation.</param>
    /// <param name="tolerance">What an element or the sum (computed in double) may be off by; 0 to 0.5, default 0.001.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, an argument is null, or the tolerance is out of range.</exception>
    [OverloadResolutionPriority(1)]
    public ValidationRules<T> Probabilities(string name, Func<T, ReadOnlySpan<float>> read, double tolerance = 1e-3)
    {
        Check(name, read);
        if (!(tolerance is >= 0 and <= 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "Expected 0 to 0.5.");
        }

        string code = $"{_stage}.probabilities";
        return Add("Distribution", name, value =>
            ProbabilityVector.FindFault(read(value), tolerance, out double sum) is var fault and not ProbabilityFault.None
                ? ProbabilityEvidence.Create(code, name, fault, sum, tolerance)
                : null);
    }

    /// <inheritdoc cref="Probabilities(string, Func{T, ReadOnlySpan{float}}, double)"/>
    public ValidationRules<T> Probabilities(string name, Func<T, ReadOnlyMemory<float>> read, double tolerance = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(read);
        return Probabilities(name, value => read(value).Span, tolerance);
    }

    private Evidence NotFinite(string name, string what) => new($"{_stage}.not-finite", $"'{name}' {what}.") { Feature = name };

    private static string Describe(ReadOnlySpan<float> elements)
    {
        int first = -1;
        int count = 0;
        for (int i = 0; i < elements.Length; i++)
        {
            if (!float.IsFinite(elements[i]))
            {
                first = count++ == 0 ? i : first;
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"has {count} of {elements.Length} elements that are not finite, the first at index {first}");
    }
}
